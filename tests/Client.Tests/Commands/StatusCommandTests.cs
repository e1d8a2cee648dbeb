using System.Text.Json;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class StatusCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Status_Json_IsTheContract()
    {
        _console.Campaigns.Say(Statuses.Sending);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("status", "spring", "--json"));
        Assert.Equal(
            """
            {"id":"spring","name":"Spring","phase":"sending","guarantee":"at-least-once","provider":"smtp","rows":{"read":1003,"accepted":1000,"rejected":2,"duplicates":1},"recipients":{"pending":10,"claimed":50,"waiting":3,"sent":930,"dead":7,"inDoubt":0,"suppressed":0,"discarded":0,"cancelled":0},"ratePerSecond":812.5,"startedAt":"2026-11-24T03:00:00.000Z","finishedAt":null,"reason":null,"resumeAt":null,"createdAt":"2026-11-24T03:00:00.000Z"}

            """,
            _console.Output);
    }

    [Fact]
    public async Task Status_Any_AsksForNoSending()
    {
        _console.Campaigns.Say(Statuses.Sending);

        await _console.RunAsync("status", "spring");

        Assert.Equal([false], _console.Connector.Asked);
        Assert.True(_console.Campaigns.Disposed);
    }

    [Fact]
    public async Task Status_UnknownId_IsUsage()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("status", "spring"));
        Assert.Equal("There is no campaign 'spring'; 'campaign list' shows them all.\n", _console.Error);
        Assert.Equal("", _console.Output);
    }

    [Fact]
    public async Task Status_NoId_IsUsageBeforeConnecting()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("status", "SPRING"));
        Assert.Empty(_console.Connector.Asked);
    }

    [Fact]
    public async Task Watch_SiloThatDoesNotSend_PrintsOnceAndEnds()
    {
        _console.Campaigns.Say(Statuses.Sending with { SiloSends = false });

        Assert.Equal(ExitCode.Done, await _console.RunAsync("status", "spring", "--watch"));
        Assert.Contains("recipients  1,000 = 930 sent", _console.Output);
        Assert.Equal(
            "Nothing is sending in this data directory, so there is nothing to watch; 'campaign resume spring' or 'campaign run' goes on.\n",
            _console.Error);
    }

    [Fact]
    public async Task Watch_UntilCompleted_EndsWithItsExitCode()
    {
        _console.Campaigns.Hosts = false;
        _console.Campaigns.Say(Statuses.Sending, Statuses.Sending, Statuses.Completed with { Recipients = new() { Sent = 2, Dead = 1 } });

        Assert.Equal(ExitCode.Flawed, await _console.RunAsync("status", "spring", "--watch", "--json"));
        Assert.Equal("sending", JsonDocument.Parse(_console.OutputLines[0]).RootElement.GetProperty("progress").GetString());
        Assert.Equal("completed", JsonDocument.Parse(_console.OutputLines[^1]).RootElement.GetProperty("phase").GetString());
    }

    [Fact]
    public async Task Watch_HostGoesAway_SaysSoAndHowToGoOn()
    {
        _console.Campaigns.Hosts = false;
        _console.Campaigns.Say(Statuses.Sending);
        _console.Campaigns.Statuses.Enqueue(static () => throw new SiloLostException());

        Assert.Equal(ExitCode.Unreachable, await _console.RunAsync("status", "spring", "--watch"));
        Assert.Equal(
            "The console that hosted this data directory has ended, and nothing is sending now. 'campaign resume ID' or 'campaign run' goes on.\n",
            _console.Error);
    }

    [Fact]
    public async Task Watch_SiloFallsSilent_SaysItOnceAndOnceThatItAnswersAgain()
    {
        _console.Campaigns.Hosts = false;
        _console.Campaigns.Say(Statuses.Sending, Statuses.Sending);
        for (var times = 0; times < 60; times++)
        {
            _console.Campaigns.Statuses.Enqueue(static () => throw new TimeoutException());
        }

        _console.Campaigns.Say(Statuses.Sending, Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("status", "spring", "--watch"));
        Assert.Equal(
            "The silo of this data directory does not answer; still trying.\nThe silo answers again.\n",
            _console.Error);
    }

    [Fact]
    public async Task Watch_OneAnswerIsMissing_SaysNothing()
    {
        _console.Campaigns.Hosts = false;
        _console.Campaigns.Say(Statuses.Sending, Statuses.Sending);
        _console.Campaigns.Statuses.Enqueue(static () => throw new TimeoutException());
        _console.Campaigns.Say(Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("status", "spring", "--watch"));
        Assert.Equal("", _console.Error);
    }

    [Fact]
    public async Task Watch_CtrlC_StopsWatchingOnly()
    {
        _console.Campaigns.Hosts = false;
        _console.Campaigns.Say(Statuses.Sending);
        _console.Campaigns.Statuses.Enqueue(() =>
        {
            _console.Interruption.Signal(again: true);
            return Statuses.Sending;
        });

        Assert.Equal(ExitCode.Interrupted, await _console.RunAsync("status", "spring", "--watch"));
        Assert.Equal(
            "Stopped watching; the campaign goes on in the console that hosts the data directory. 'campaign status spring --watch' looks again.\n",
            _console.Error);
        Assert.DoesNotContain("pause", _console.Campaigns.Calls);
    }

    [Theory]
    [InlineData(PauseReason.ProviderRefuses, ExitCode.ProviderRefuses)]
    [InlineData(PauseReason.RejectionStorm, ExitCode.ProviderRefuses)]
    [InlineData(PauseReason.Operator, ExitCode.Interrupted)]
    [InlineData(PauseReason.ScheduleMissed, ExitCode.Interrupted)]
    [InlineData(PauseReason.ImportStopped, ExitCode.Usage)]
    public async Task Watch_Paused_ExitCodeSaysWhy(PauseReason reason, int exitCode)
    {
        _console.Campaigns.Say(Statuses.Paused(reason, "because"));

        Assert.Equal(exitCode, await _console.RunAsync("status", "spring", "--watch"));
    }

    public void Dispose() => _console.Dispose();
}
