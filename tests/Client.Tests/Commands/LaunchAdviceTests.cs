using EmailCampaign.Accounts;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Testing.Dns;

namespace EmailCampaign.Client.Tests.Commands;

/// <summary>What a launch says of the sender before anything is stored: the DNS, over real sockets, and what the silos know.</summary>
public sealed class LaunchAdviceTests : IDisposable
{
    private static readonly ProviderFacts Relay = new() { Name = "smtp", LeavesTheMachine = true, Envelopes = ["acme.example"], Selectors = ["s1"] };

    private readonly ConsoleFixture _console = new() { Clock = TimeProvider.System };

    public LaunchAdviceTests() => _console.Campaigns.Say(Statuses.Completed);

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Launch_DomainWithoutRecords_IsWarnedAboutAndDoneAllTheSame()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone().With("acme.example", "MX", "10 mx.acme.example"));

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay));

        Assert.Equal(
            [
                "DNS, spf acme.example: There is no SPF record.",
                "DNS, dkim s1._domainkey.acme.example: No key is published.",
                "DNS, dmarc acme.example: There is no DMARC record, at the domain or above it.",
                "'campaign check-domain acme.example --selector s1' shows what to publish.",
            ],
            Advice());
        Assert.Equal(["create"], _console.Campaigns.Calls);
    }

    [Fact]
    public async Task Launch_DomainThatIsReady_SaysNothing()
    {
        await using var dns = FakeDnsServer.Start(Ready());

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay with { Selectors = [] }));

        Assert.Empty(Advice());
        Assert.True(dns.UdpQuestions > 0);
    }

    [Fact]
    public async Task Launch_VendorWithAnEnvelopeOfItsOwn_IsNotJudgedByTheDomainsSpf()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone()
            .With("acme.example", "MX", "10 mx.acme.example")
            .With("_dmarc.acme.example", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@acme.example"));

        await LaunchAsync(dns, Relay with { Envelopes = [], Selectors = [] });

        Assert.Empty(Advice());
        Assert.True(dns.UdpQuestions > 0);
    }

    [Fact]
    public async Task Launch_EnvelopeOfAnotherDomain_IsWhereSpfIsLookedFor()
    {
        await using var dns = FakeDnsServer.Start(Ready());

        await LaunchAsync(dns, Relay with { Envelopes = ["bounce.acme.example"], Selectors = [] });

        Assert.Equal(
            [
                "DNS, spf bounce.acme.example: There is no SPF record.",
                "DNS, mx bounce.acme.example: There is no MX record and no address, so bounces cannot arrive.",
                "'campaign check-domain acme.example --envelope bounce.acme.example' shows what to publish.",
            ],
            Advice());
    }

    [Fact]
    public async Task Launch_BrokenDns_IsOneLine()
    {
        await using var dns = FakeDnsServer.Start(Ready().Broken("acme.example").Broken("_dmarc.acme.example"));

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay with { Selectors = [] }));

        Assert.StartsWith("The DNS records of acme.example could not all be looked up (spf acme.example: No answer: ", Assert.Single(Advice()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Launch_SilentDns_IsGivenUpInSecondsAndOneLine()
    {
        await using var dns = FakeDnsServer.Start(Ready().Silent("acme.example").Silent("_dmarc.acme.example"));
        var started = TimeProvider.System.GetTimestamp();

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay));

        Assert.Equal(
            "The DNS records of acme.example could not all be looked up (the DNS did not answer in time); the launch goes on. 'campaign check-domain acme.example' tries again.",
            Assert.Single(Advice()));
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Launch_Json_KeepsItOffStandardOutput()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone());

        await LaunchAsync(dns, Relay, "--json");

        Assert.NotEmpty(Advice());
        Assert.All(_console.OutputLines, static line => Assert.StartsWith("{", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, true, "--no-domain-check")]
    [InlineData(false, true, "")]
    [InlineData(true, false, "")]
    public async Task Launch_NotWantedOrNothingLeaves_AsksNobody(bool setting, bool leaves, string option)
    {
        await using var dns = FakeDnsServer.Start(new FakeZone());
        _console.Connector.Domains.CheckAtLaunch = setting;

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay with { LeavesTheMachine = leaves }, option.Length > 0 ? [option] : []));

        Assert.Empty(Advice());
        Assert.Equal(0, dns.UdpQuestions);
    }

    [Fact]
    public async Task Launch_NameOfExamples_NeedsNoPublicDns()
    {
        _console.Connector.Accounts.Facts = Relay;

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync("--provider", "smtp"));

        Assert.Empty(Advice());
    }

    [Fact]
    public async Task Launch_DryRun_LooksToo()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone());

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay, "--dry-run"));

        Assert.NotEmpty(Advice());
        Assert.Empty(_console.Campaigns.Calls);
    }

    [Fact]
    public async Task Launch_ACluster_SaysWhatItsSilosKnow()
    {
        await using var dns = FakeDnsServer.Start(new FakeZone());
        _console.Connector.KnowsAccounts = false;
        _console.Campaigns.SiloAccounts.Facts = Relay with { Warnings = ["The key has 1024 bits."] };

        Assert.Equal(ExitCode.Done, await LaunchAsync(dns, Relay));

        Assert.Contains("The key has 1024 bits.\n", _console.Error, StringComparison.Ordinal);
        Assert.Contains("DNS, dmarc acme.example: There is no DMARC record, at the domain or above it.", Advice());
        Assert.Equal(["smtp"], _console.Campaigns.SiloAccounts.Described);
        Assert.Empty(_console.Connector.Accounts.Described);
    }

    [Fact]
    public async Task Launch_SilosThatCannotTell_IsDoneAllTheSame()
    {
        _console.Connector.KnowsAccounts = false;
        _console.Campaigns.SiloAccounts.Fault = new SiloLostException("Upgrade them first.");

        Assert.Equal(ExitCode.Done, await _console.LaunchAsync("--provider", "smtp"));

        Assert.DoesNotContain("Upgrade", _console.Error, StringComparison.Ordinal);
    }

    private static FakeZone Ready() => new FakeZone()
        .With("acme.example", "TXT", "v=spf1 ip4:192.0.2.1 -all")
        .With("acme.example", "MX", "10 mx.acme.example")
        .With("_dmarc.acme.example", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@acme.example");

    private Task<int> LaunchAsync(FakeDnsServer dns, ProviderFacts facts, params string[] options)
    {
        _console.Connector.Domains.Resolver = dns.EndPoint.ToString();
        _console.Connector.Accounts.Facts = facts;
        return _console.LaunchAsync(["--provider", "smtp", .. options]);
    }

    private IReadOnlyList<string> Advice()
        => [.. _console.Error.Split('\n').Where(static line => line.Contains("DNS", StringComparison.Ordinal) || line.Contains("check-domain", StringComparison.Ordinal))];
}
