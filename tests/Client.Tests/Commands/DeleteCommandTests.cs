using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class DeleteCommandTests : IDisposable
{
    private static readonly CampaignStatus Deleting = Statuses.Completed with { Phase = CampaignPhase.Deleting, BatchCount = 3, DeletedBatches = 1 };

    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Delete_Yes_StaysUntilItIsGoneAndAsksForNoSending()
    {
        SayThenNothing(Statuses.Completed with { Provider = "outbox" }, Deleting);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("delete", "spring", "--yes"));
        Assert.Equal(["delete"], _console.Campaigns.Calls);
        Assert.Equal([false], _console.Connector.Asked);
        Assert.Equal(
            "deleting: 1 of 3 batches gone\nDeleted 'spring': 3 recipients, 0 rejected rows.\nIts mails in /data/outbox/spring are deleted too.\n",
            _console.Output);
    }

    [Fact]
    public async Task Delete_Json_SaysWhatIsGone()
    {
        SayThenNothing(Statuses.Completed with { Rows = new() { Accepted = 3, Rejected = 2, Duplicates = 1 } });

        Assert.Equal(ExitCode.Done, await _console.RunAsync("delete", "spring", "--yes", "--json"));
        Assert.Equal("""{"deleted":"spring","recipients":3,"rejectedRows":3}""", _console.OutputLines[^1]);
    }

    [Fact]
    public async Task Delete_DirectoryEntryNotGoneYet_StaysForItToo()
    {
        SayThenNothing(Statuses.Completed);
        _console.Campaigns.Works.Clear();
        _console.Campaigns.Works.Enqueue(new([], []) { Deleting = ["spring"] });
        _console.Campaigns.Works.Enqueue(WorkInHand.None);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("delete", "spring", "--yes"));
        Assert.Single(_console.Campaigns.Works);
    }

    [Fact]
    public async Task Delete_NobodyToAsk_IsRefusedBeforeConnecting()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("delete", "spring"));
        Assert.Equal("Deleting 'spring' cannot be undone and there is nobody to ask: say so with --yes.\n", _console.Error);
        Assert.Empty(_console.Connector.Asked);
    }

    [Theory]
    [InlineData(" spring \n", ExitCode.Done)]
    [InlineData("y\n", ExitCode.Usage)]
    [InlineData("", ExitCode.Usage)]
    public async Task Delete_Asked_GoesOnOnlyWhenTheIdIsTyped(string typed, int exitCode)
    {
        _console.Input = new StringReader(typed);
        SayThenNothing(Statuses.Completed);

        Assert.Equal(exitCode, await _console.RunAsync("delete", "spring"));
        Assert.Contains("'spring' (Spring, completed, 3 recipients) will be gone for good", _console.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode == ExitCode.Done ? ["delete"] : [], _console.Campaigns.Calls);
        Assert.Equal(exitCode != ExitCode.Done, _console.Error.EndsWith("Nothing was deleted.\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Delete_Refused_SaysWhy()
    {
        _console.Campaigns.Say(Statuses.Sending);
        _console.Campaigns.Answer = CommandResult.Refused(CommandRefusal.NotFinished, "It is sending.");

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("delete", "spring", "--yes"));
        Assert.Equal("It is sending.\n", _console.Error);
    }

    [Fact]
    public async Task Delete_CtrlC_SaysThatTheRestGoesWithTheNextCommand()
    {
        _console.Campaigns.Say(Statuses.Completed);
        _console.Campaigns.Statuses.Enqueue(() =>
        {
            _console.Interruption.Signal(again: true);
            return Deleting;
        });

        Assert.Equal(ExitCode.Interrupted, await _console.RunAsync("delete", "spring", "--yes"));
        Assert.Equal("Interrupted. What is left of 'spring' goes away with the next command on this data directory.\n", _console.Error);
    }

    public void Dispose() => _console.Dispose();

    private void SayThenNothing(params IEnumerable<CampaignStatus> statuses)
    {
        _console.Campaigns.Say(statuses);
        _console.Campaigns.Statuses.Enqueue(static () => null);
    }
}
