using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Mail.Tests.Domains;

public sealed class SpfCheckTests
{
    [Theory]
    [InlineData("v=spf1 -all", FindingLevel.Pass, "0 of 10")]
    [InlineData("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ~all", FindingLevel.Pass, "0 of 10")]
    [InlineData("V=SPF1 a:host.example/24 -all", FindingLevel.Pass, "1 of 10")]
    [InlineData("v=spf1 exists:%{i}.allow.example -all", FindingLevel.Pass, "1 of 10")]
    [InlineData("v=spf1 redirect=good.example", FindingLevel.Pass, "1 of 10")]
    [InlineData("v=spf1 include:good.example exp=why.example -all", FindingLevel.Pass, "1 of 10")]
    [InlineData("v=spf1 ip4:192.0.2.1", FindingLevel.Warn, "without 'all'")]
    [InlineData("v=spf1 ptr -all", FindingLevel.Warn, "ptr")]
    [InlineData("v=spf1 +all", FindingLevel.Fail, "whole world")]
    [InlineData("v=spf1 all", FindingLevel.Fail, "whole world")]
    [InlineData("v=spf1 ipv4:192.0.2.1 -all", FindingLevel.Fail, "'ipv4:192.0.2.1'")]
    [InlineData("v=spf1 include: -all", FindingLevel.Fail, "'include:'")]
    [InlineData("v=spf1 include:nobody.example -all", FindingLevel.Fail, "nobody.example is included and has no SPF record")]
    [InlineData("v=spf1 include:acme.example -all", FindingLevel.Fail, "in a circle")]
    [InlineData("v=spf1 a:v1.example a:v2.example -all", FindingLevel.Pass, "2 of 10")]
    [InlineData("v=spf1 a:v1.example a:v2.example a:v3.example -all", FindingLevel.Fail, "More than 2")]
    [InlineData("v=spf10 -all", FindingLevel.Fail, "There is no SPF record")]
    public async Task Run_Record_IsJudged(string record, FindingLevel level, string expected)
    {
        var finding = await RunAsync(FakeLookupWith(("acme.example", DomainRecord.Txt, record)));

        Assert.Equal(level, finding.Level);
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, FindingLevel.Pass)]
    [InlineData(11, FindingLevel.Fail)]
    public async Task Run_LookupsOverSeveralRecords_AreCountedTogether(int terms, FindingLevel level)
    {
        // One include, and the rest of the terms inside it.
        var inner = string.Join(' ', Enumerable.Range(0, terms - 1).Select(static _ => "a:host.example"));

        var finding = await RunAsync(FakeLookupWith(
            ("acme.example", DomainRecord.Txt, "v=spf1 include:inner.example -all"), ("inner.example", DomainRecord.Txt, $"v=spf1 {inner} -all")));

        Assert.Equal(level, finding.Level);
    }

    [Fact]
    public async Task Run_SeveralRecords_AreAnError()
    {
        var finding = await RunAsync(FakeLookup.Texts(("acme.example", "v=spf1 -all"), ("acme.example", "v=spf1 a -all")));

        Assert.Equal(FindingLevel.Fail, finding.Level);
        Assert.Contains("2 SPF records", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ProviderThatIsNotIncluded_GivesTheRecordWithIt()
    {
        var lookup = FakeLookupWith(("acme.example", DomainRecord.Txt, "v=spf1 mx -all"), ("acme.example", DomainRecord.Mx, "10 mx.acme.example"));

        var finding = await new SpfCheck(lookup).RunAsync("acme.example", "sendgrid.net", TestContext.Current.CancellationToken);

        Assert.Equal(FindingLevel.Fail, finding.Level);
        Assert.Equal("acme.example TXT \"v=spf1 include:sendgrid.net mx -all\"", finding.Publish);
    }

    [Fact]
    public async Task Run_IncludeThatDoesNotAnswer_IsUnknown()
    {
        var lookup = FakeLookup.Texts(("acme.example", "v=spf1 include:slow.example -all"));
        lookup.Broken.Add("slow.example");

        Assert.Equal(FindingLevel.Unknown, (await RunAsync(lookup)).Level);
    }

    [Fact]
    public async Task Run_EndlessIncludes_StopAtTheLimit()
    {
        var lookup = FakeLookup.Texts([.. Enumerable.Range(0, 50).Select(i => (i == 0 ? "acme.example" : $"i{i}.example", $"v=spf1 include:i{i + 1}.example -all"))]);

        Assert.Equal(FindingLevel.Fail, (await RunAsync(lookup)).Level);
        Assert.InRange(lookup.Asked.Count, 1, 11);
    }

    private static FakeLookup FakeLookupWith(params (string, DomainRecord, string)[] records)
        => new([.. records, ("good.example", DomainRecord.Txt, "v=spf1 ip4:192.0.2.1 -all"), ("host.example", DomainRecord.Address, "192.0.2.1")]);

    private static Task<DomainFinding> RunAsync(FakeLookup lookup) => new SpfCheck(lookup).RunAsync("acme.example", null, TestContext.Current.CancellationToken);
}
