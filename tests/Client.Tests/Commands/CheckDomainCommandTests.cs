using System.Security.Cryptography;
using System.Text.Json;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Testing.Dns;

namespace EmailCampaign.Client.Tests.Commands;

/// <summary>check-domain over real sockets, with a DNS of the test's own.</summary>
public sealed class CheckDomainCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Check_DomainThatIsReady_PassesEverything()
    {
        await using var dns = FakeDnsServer.Start(Ready());

        Assert.Equal(ExitCode.Done, await CheckAsync(dns, "acme.example", "--selector", "s1", "--envelope", "bounce.acme.example"));

        Assert.All(_console.OutputLines, static line => Assert.StartsWith("pass ", line, StringComparison.Ordinal));
        Assert.Equal(
            ["spf bounce.acme.example", "dkim s1._domainkey.acme.example", "dmarc acme.example", "alignment bounce.acme.example", "mx acme.example", "mx bounce.acme.example", "gmail", "yahoo", "outlook"],
            _console.OutputLines.Select(static line => line[8..line.IndexOf(": ", StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Check_KeyThatIsLongerThanAPacket_IsAskedForOverTcp()
    {
        await using var dns = FakeDnsServer.Start(Ready().With("s2._domainkey.acme.example", "TXT", Key(4096)));

        await CheckAsync(dns, "acme.example", "--selector", "s2");

        Assert.Contains("dkim s2._domainkey.acme.example: An RSA key of 4096 bits.", _console.Output, StringComparison.Ordinal);
        Assert.True(dns.TcpQuestions > 0);
    }

    [Fact]
    public async Task Check_KeyBehindAnAlias_IsFound()
    {
        await using var dns = FakeDnsServer.Start(
            Ready().With("s3._domainkey.acme.example", "CNAME", "key.vendor.example").With("key.vendor.example", "TXT", Key(2048)));

        await CheckAsync(dns, "acme.example", "--selector", "s3");

        Assert.Contains("pass    dkim s3._domainkey.acme.example", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_DomainWithNothing_SaysWhatToPublish()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone());

        Assert.Equal(ExitCode.Flawed, await CheckAsync(dns, "acme.example", "--provider", "sendgrid"));

        Assert.Contains("publish: acme.example TXT \"v=spf1 include:sendgrid.net -all\"", _console.Output, StringComparison.Ordinal);
        Assert.Contains("publish: s2._domainkey.acme.example TXT \"v=DKIM1; ", _console.Output, StringComparison.Ordinal);
        Assert.Contains("publish: _dmarc.acme.example TXT \"v=DMARC1; p=none; rua=mailto:dmarc@acme.example\"", _console.Output, StringComparison.Ordinal);
        Assert.Contains("fail    gmail: It will hold back or refuse bulk mail for want of SPF and DKIM and DMARC.", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_ServerFailure_IsUnknownAndNotFail()
    {
        await using var dns = FakeDnsServer.Start(Ready().Broken("acme.example"));

        Assert.Equal(ExitCode.Flawed, await CheckAsync(dns, "acme.example", "--selector", "s1"));

        Assert.Contains("unknown spf acme.example: No answer: the resolver says ServerFailure about acme.example.", _console.Output, StringComparison.Ordinal);
        Assert.Contains("unknown gmail", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail ", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_Json_IsOneObjectAFinding()
    {
        await using var dns = FakeDnsServer.Start(Ready());

        await CheckAsync(dns, "acme.example", "--selector", "none", "--json");

        var findings = _console.OutputLines.Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        var dkim = findings.Single(static finding => finding.GetProperty("item").GetString() == "dkim none._domainkey.acme.example");
        Assert.Equal("fail", dkim.GetProperty("level").GetString());
        Assert.StartsWith("none._domainkey.acme.example TXT ", dkim.GetProperty("publish").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme", "'acme' is no domain")]
    [InlineData("acme.example --envelope a..b", "--envelope 'a..b' is no domain")]
    [InlineData("acme.example --provider nobody", "choose one of: smtp, ses, resend, sendgrid")]
    [InlineData("acme.example --dns resolver.example:53", "--dns 'resolver.example:53' is no address")]
    public async Task Check_WrongUsage_IsSaid(string arguments, string expected)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(["check-domain", .. arguments.Split(' ')]));
        Assert.Contains(expected, _console.Error, StringComparison.Ordinal);
        Assert.Empty(_console.Output);
    }

    private static FakeZone Ready() => new FakeZone()
        .With("acme.example", "TXT", "something=else")
        .With("acme.example", "TXT", "v=spf1 include:relay.example mx -all")
        .With("relay.example", "TXT", "v=spf1 ip4:192.0.2.0/24 ~all")
        .With("acme.example", "MX", "10 mx.acme.example")
        .With("bounce.acme.example", "TXT", "v=spf1 ip4:192.0.2.1 -all")
        .With("bounce.acme.example", "MX", "10 mx.acme.example")
        .With("s1._domainkey.acme.example", "TXT", Key(2048))
        .With("_dmarc.acme.example", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@acme.example");

    private static string Key(int bits)
    {
        using var rsa = RSA.Create(bits);
        return "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo());
    }

    private Task<int> CheckAsync(FakeDnsServer dns, params string[] arguments)
        => _console.RunAsync(["check-domain", .. arguments, "--dns", dns.EndPoint.ToString()]);
}
