using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Quotas;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class LimitsCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Set_Limits_AreChangedAndShown()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync(
            "limits", "set", "smtp", "--per-second", "12.5", "--per-day", "none", "--domain", "Gmail.com=20", "--domain", "default=none"));

        Assert.Equal(
            [
                new LimitChange(LimitKind.PerSecond, 12.5), new LimitChange(LimitKind.PerDay, null),
                new LimitChange(LimitKind.Domain, 20, "gmail.com"), new LimitChange(LimitKind.Domain, null, "default"),
            ],
            _console.Campaigns.Changes);
        Assert.Equal("smtp: no limits.\n  No silo has used it in the last minute.\n", _console.Output);
    }

    [Theory]
    [InlineData("Say which limit: --per-second, --per-minute, --per-hour, --per-day or --domain.")]
    [InlineData("--per-second 'fast' is not understood; write a number of mails, or 'none'.", "--per-second", "fast")]
    [InlineData("--per-second is 0; it must be from 0.001 to 1,000,000,000.", "--per-second", "0")]
    [InlineData("--per-day '1.5' is not understood; write a whole number of mails, or 'none'.", "--per-day", "1.5")]
    [InlineData("--domain 'gmail.com' is not understood; write it as --domain gmail.com=20.", "--domain", "gmail.com")]
    [InlineData("--domain '@gmail.com=3' is not understood; write it as --domain gmail.com=20.", "--domain", "@gmail.com=3")]
    public async Task Set_ABadLimit_IsOneSentence(string expected, params string[] options)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(["limits", "set", "smtp", .. options]));

        Assert.Equal(expected + "\n", _console.Error);
        Assert.Empty(_console.Campaigns.Changes);
    }

    [Fact]
    public async Task Show_AnUnknownAccount_IsNamed()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("limits", "show", "smpt"));

        Assert.Equal("There is no account 'smpt' with settings; there are: outbox, smtp.\n", _console.Error);
    }

    [Fact]
    public async Task Reset_AnAccount_IsReset()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("limits", "reset", "smtp"));

        Assert.Contains("reset", _console.Campaigns.Calls);
    }

    [Fact]
    public async Task Show_EverythingThereIs_IsSaid()
    {
        _console.Campaigns.Accounts["smtp"] = new AccountView
        {
            Account = "smtp",
            Limits = new AccountLimits { PerSecond = 14, PerDay = 50_000, Domains = AccountLimits.None.Domains.Add("default", 5).Add("gmail.com", 20) },
            Changes = [new LimitChange(LimitKind.PerSecond, 14), new LimitChange(LimitKind.PerDay, 50_000), new LimitChange(LimitKind.Domain, 20, "gmail.com")],
            UsedInDay = 1234,
            AcceptedPerSecond = 13.2,
            AdaptivePerSecond = 14,
            Answer = "Fourteen a second.",
            Silos = [new AccountOnSilo("10.0.0.1:11111", CircuitState.HalfOpen, "Provider 'smtp' cannot be reached.", DateTimeOffset.UnixEpoch)],
        };

        Assert.Equal(ExitCode.Done, await _console.RunAsync("limits", "show", "smtp"));
        Assert.Equal(
            """
            smtp: 14 mails a second (set by hand), 50,000 a day (1,234 used, set by hand), 5 a second to each other domain, 20 a second to gmail.com (set by hand).
              It asked to slow down: 14/s for now, feeling its way up.
              It says: Fourteen a second.
              10.0.0.1:11111: circuit half-open; Provider 'smtp' cannot be reached.
              13.2/s accepted at the moment.

            """.ReplaceLineEndings("\n"),
            _console.Output);
    }

    [Fact]
    public async Task Providers_Json_IsALineForEachAccount()
    {
        _console.Campaigns.Accounts["smtp"] = new AccountView { Account = "smtp", Limits = new AccountLimits { PerHour = 10 }, UsedInHour = 10, UsedUp = LimitKind.PerHour, ResumesAt = DateTimeOffset.UnixEpoch };

        Assert.Equal(ExitCode.Done, await _console.RunAsync("providers", "--json"));

        var lines = _console.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("""{"account":"outbox","limits":{"perSecond":null,""", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"usedInHour\":10,", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"resumesAt\":\"1970-01-01T00:00:00.000Z\",\"usedUp\":\"per-hour\"", lines[1], StringComparison.Ordinal);
    }
}
