using EmailCampaign.Accounts;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class ProvidersCheckCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Check_WithoutNames_AsksTheAccountsThatHaveSettings()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("providers", "check"));

        Assert.Equal("ready   outbox: It is there.\nready   smtp: It is there.\n", _console.Output);
    }

    [Fact]
    public async Task Check_AnAccountThatRefuses_IsOneAndTheOthersAreAskedToo()
    {
        _console.Connector.Accounts.States["outbox"] = new AccountState { Account = "outbox", Status = AccountStatus.Refuses, Sentence = "535 no." };

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync("providers", "check"));

        Assert.Equal("refuses outbox: 535 no.\nready   smtp: It is there.\n", _console.Output);
    }

    [Fact]
    public async Task Check_Json_HasTheAccountsNumbers()
    {
        _console.Connector.Accounts.States["smtp"] = new AccountState { Account = "smtp", Status = AccountStatus.Ready, Sentence = "It is there.", PerSecond = 14, PerDay = 50_000 };

        Assert.Equal(ExitCode.Done, await _console.RunAsync("providers", "check", "smtp", "--json"));

        Assert.Equal(
            """{"account":"smtp","status":"ready","said":"It is there.","perSecond":14,"perDay":50000,"usedInDay":null}""" + "\n", _console.Output);
    }

    [Fact]
    public async Task Check_AnUnknownAccount_IsNamed()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("providers", "check", "nobody", "smtp"));

        Assert.Equal("There is no provider 'nobody'.\n", _console.Error);
        Assert.Equal("ready   smtp: It is there.\n", _console.Output);
    }

    [Fact]
    public async Task Check_ACluster_AsksItsSilosWithoutHavingThemSend()
    {
        _console.Connector.KnowsAccounts = false;
        _console.Campaigns.SiloAccounts.States["smtp"] = new AccountState { Account = "smtp", Status = AccountStatus.Unknown, Sentence = "No answer." };

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync("providers", "check"));

        Assert.Equal("ready   outbox: It is there.\nunknown smtp: No answer.\n", _console.Output);
        Assert.Equal([false], _console.Connector.Asked);
        Assert.True(_console.Campaigns.Disposed);
    }

    [Fact]
    public async Task Check_BadSettings_AreNamed()
    {
        _console.Connector.BadSettings = "Providers:smtp:Port must be between 1 and 65535.";

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("providers", "check"));

        Assert.Equal("Providers:smtp:Port must be between 1 and 65535.\n", _console.Error);
    }

    public void Dispose() => _console.Dispose();
}
