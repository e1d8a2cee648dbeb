using System.Security.Cryptography;
using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Mail.Tests.Domains;

/// <summary>DKIM, DMARC, alignment and MX.</summary>
public sealed class DomainCheckTests
{
    private static readonly string Ed25519 = Convert.ToBase64String(new byte[32]);

    [Theory]
    [InlineData(2048, "v=DKIM1; k=rsa; p={0}", FindingLevel.Pass)]
    [InlineData(2048, "p={0}", FindingLevel.Pass)]
    [InlineData(1024, "v=DKIM1; p={0}", FindingLevel.Warn)]
    [InlineData(512, "v=DKIM1; p={0}", FindingLevel.Fail)]
    [InlineData(2048, "v=DKIM1; t=y:s; p={0}", FindingLevel.Warn)]
    [InlineData(2048, "v=DKIM1; t=s; h=sha1:sha256; p={0}", FindingLevel.Pass)]
    [InlineData(2048, "v=DKIM1; h=sha1; p={0}", FindingLevel.Fail)]
    [InlineData(2048, "v=DKIM2; p={0}", FindingLevel.Fail)]
    [InlineData(2048, "k=rsa; v=DKIM1; p={0}", FindingLevel.Fail)]
    [InlineData(2048, "v=DKIM1; k=dsa; p={0}", FindingLevel.Fail)]
    [InlineData(2048, "v=DKIM1; k=ed25519; p={0}", FindingLevel.Fail)]
    [InlineData(2048, "v=DKIM1; p=", FindingLevel.Fail)]
    [InlineData(2048, "v=DKIM1; p=AAAA", FindingLevel.Fail)]
    [InlineData(2048, "v=spf1 -all", FindingLevel.Fail)]
    public async Task Dkim_Record_IsJudged(int bits, string record, FindingLevel level)
    {
        using var rsa = RSA.Create(bits);
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, record, Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()));

        Assert.Equal(level, (await DkimAsync(text)).Level);
    }

    [Fact]
    public async Task Dkim_Ed25519Key_Passes() => Assert.Equal(FindingLevel.Pass, (await DkimAsync($"v=DKIM1; k=ed25519; p={Ed25519}")).Level);

    [Theory]
    [InlineData("v=DMARC1; p=reject; rua=mailto:r@acme.example", FindingLevel.Pass, "p=reject")]
    [InlineData("v=DMARC1; p=none; rua=mailto:r@mail.acme.example", FindingLevel.Pass, "enough for bulk mail")]
    [InlineData("v=DMARC1; p=none", FindingLevel.Warn, "rua=mailto:dmarc@acme.example")]
    [InlineData("v=DMARC1; p=none; pct=50; rua=mailto:r@acme.example", FindingLevel.Warn, "pct mean nothing")]
    [InlineData("v=DMARC1; p=none; rua=mailto:r@reports.example!10m", FindingLevel.Warn, "acme.example._report._dmarc.reports.example")]
    [InlineData("v=DMARC1; p=none; rua=mailto:r@agreed.example", FindingLevel.Pass, "p=none")]
    [InlineData("v=DMARC1; p=maybe", FindingLevel.Fail, "no policy")]
    [InlineData("v=DMARC1", FindingLevel.Fail, "no policy")]
    [InlineData("p=none; v=DMARC1", FindingLevel.Fail, "no DMARC record")]
    public async Task Dmarc_Record_IsJudged(string record, FindingLevel level, string expected)
    {
        var finding = await DmarcAsync("acme.example", FakeLookup.Texts(
            ("_dmarc.acme.example", record), ("acme.example._report._dmarc.agreed.example", "v=DMARC1")));

        Assert.Equal(level, finding.Level);
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v=DMARC1; p=reject; sp=none; rua=mailto:r@acme.example", "p=none (that of acme.example)")]
    [InlineData("v=DMARC1; p=reject; rua=mailto:r@acme.example", "p=reject (that of acme.example)")]
    public async Task Dmarc_RecordAboveTheDomain_HoldsForIt(string record, string expected)
    {
        var finding = await DmarcAsync("a.b.acme.example", FakeLookup.Texts(("_dmarc.acme.example", record)));

        Assert.Equal(FindingLevel.Pass, finding.Level);
        Assert.Contains(expected, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dmarc_SeveralRecords_AreAsNone()
        => Assert.Equal(FindingLevel.Fail, (await DmarcAsync("acme.example", FakeLookup.Texts(
            ("_dmarc.acme.example", "v=DMARC1; p=none"), ("_dmarc.acme.example", "v=DMARC1; p=reject")))).Level);

    [Theory]
    [InlineData("acme.example", 2)]
    [InlineData("a.b.c.d.e.f.g.h.i.j.acme.example", 8)]
    public async Task Walk_AnyName_AsksAtMostEightTimes(string domain, int questions)
    {
        var lookup = FakeLookup.Texts();

        await DmarcTree.WalkAsync(lookup, domain, TestContext.Current.CancellationToken);

        Assert.Equal(questions, lookup.Asked.Count);
        Assert.Equal("_dmarc." + domain, lookup.Asked[0]);
        Assert.Equal("_dmarc.example", lookup.Asked[^1]);
    }

    [Theory]
    [InlineData("news.acme.example", "", "acme.example")]
    [InlineData("news.acme.example", "; psd=n", "acme.example")]
    [InlineData("news.acme.example", "; psd=y", "news.acme.example")]
    public async Task Organization_OfAName_IsWhereTheTreeSays(string domain, string psd, string expected)
    {
        var tree = await DmarcTree.WalkAsync(FakeLookup.Texts(("_dmarc.acme.example", "v=DMARC1; p=none" + psd)), domain, TestContext.Current.CancellationToken);

        Assert.Equal(expected, tree.Organization);
    }

    [Theory]
    [InlineData("acme.example", "v=DMARC1; p=none; aspf=s", FindingLevel.Pass)]
    [InlineData("bounce.acme.example", "v=DMARC1; p=none", FindingLevel.Pass)]
    [InlineData("bounce.acme.example", "v=DMARC1; p=none; aspf=s", FindingLevel.Warn)]
    [InlineData("vendor.example", "v=DMARC1; p=none", FindingLevel.Warn)]
    public async Task Alignment_OfTheEnvelopeSender_IsJudged(string envelope, string dmarc, FindingLevel level)
    {
        var findings = await DomainCheck.RunAsync(
            new DomainQuestion("acme.example", envelope, []), FakeLookup.Texts(("_dmarc.acme.example", dmarc)), TestContext.Current.CancellationToken);

        Assert.Equal(level, findings.Single(static finding => finding.Item.StartsWith("alignment ", StringComparison.Ordinal)).Level);
    }

    [Theory]
    [InlineData("10 mx.acme.example", null, FindingLevel.Pass)]
    [InlineData("0 .", "192.0.2.1", FindingLevel.Fail)]
    [InlineData(null, "192.0.2.1", FindingLevel.Warn)]
    [InlineData(null, null, FindingLevel.Fail)]
    public async Task Mx_Records_AreJudged(string? mx, string? address, FindingLevel level)
    {
        var records = new[] { ("acme.example", DomainRecord.Mx, mx), ("acme.example", DomainRecord.Address, address) };
        var lookup = new FakeLookup([.. records.Where(static record => record.Item3 is not null).Select(static record => (record.Item1, record.Item2, record.Item3!))]);

        Assert.Equal(level, (await MxCheck.RunAsync(lookup, "acme.example", "replies", TestContext.Current.CancellationToken)).Level);
    }

    private static Task<DomainFinding> DkimAsync(string record)
        => DkimRecordCheck.RunAsync(FakeLookup.Texts(("s1._domainkey.acme.example", record)), "acme.example", "s1", TestContext.Current.CancellationToken);

    private static async Task<DomainFinding> DmarcAsync(string domain, FakeLookup lookup)
        => await DmarcCheck.RunAsync(
            lookup, await DmarcTree.WalkAsync(lookup, domain, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
}
