using System.CommandLine;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Commands;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class CampaignCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public void Build_Tree_HasEveryCommandOfTheContract()
    {
        var root = CampaignCommand.Build(_console.Context);

        Assert.Equal(
            ["launch", "run", "preview", "test-send", "validate", "list", "status", "pause", "resume", "cancel", "recipients", "find", "rejects", "report", "dead-letters", "export", "delete", "backup", "check-domain", "providers", "limits"],
            root.Subcommands.Select(static command => command.Name));
        Assert.Equal(["list", "export", "replay", "discard"], root.Subcommands.Single(static command => command.Name == "dead-letters").Subcommands.Select(static command => command.Name));
        Assert.All(Flatten(root), static command => Assert.False(string.IsNullOrWhiteSpace(command.Description)));
    }

    [Fact]
    public async Task Run_ClusterAndDataDirectory_IsTwo()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("list", "--cluster", "Host=db"));
        Assert.Equal("--data and --cluster exclude each other: a campaign is either in an embedded store or in a cluster.\n", _console.Error);
        Assert.Empty(_console.Connector.Asked);
    }

    [Theory]
    [InlineData("frob")]
    [InlineData("status")]
    [InlineData("launch", "a.csv")]
    [InlineData("list", "--frob")]
    [InlineData("run", "--at", "2027-01-01T00:00Z")]
    [InlineData("preview", "a.csv", "--template", "t", "--row", "x")]
    public async Task Run_UsageMistake_IsTwoWithoutStackTrace(params string[] arguments)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(arguments));
        Assert.Equal("", _console.Output);
        Assert.EndsWith("'campaign --help' and 'campaign COMMAND --help' show what there is.\n", _console.Error);
        Assert.DoesNotContain("   at ", _console.Error);
    }

    [Theory]
    [InlineData("pause", "Paused. 'campaign resume spring' goes on.\n")]
    [InlineData("cancel", "Cancelled. 'campaign recipients spring' says who got it and who did not.\n")]
    public async Task Run_ShortCommand_DoesItWithoutSending(string command, string said)
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync(command, "spring"));
        Assert.Equal([command], _console.Campaigns.Calls);
        Assert.Equal(said, _console.Output);
        Assert.Equal([false], _console.Connector.Asked);
        Assert.True(_console.Campaigns.Disposed);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("cancel")]
    public async Task Run_ShortCommandWithJson_EndsWithTheStatus(string command)
    {
        _console.Campaigns.Say(Statuses.Sending);

        Assert.Equal(ExitCode.Done, await _console.RunAsync(command, "spring", "--json"));
        Assert.StartsWith("{\"id\":\"spring\"", Assert.Single(_console.OutputLines));
    }

    [Fact]
    public async Task Run_ShortCommandRefused_SaysTheGrainsSentence()
    {
        _console.Campaigns.Answer = CommandResult.Refused(CommandRefusal.Finished, "Campaign 'spring' is completed.");

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("pause", "spring"));
        Assert.Equal("Campaign 'spring' is completed.\n", _console.Error);
    }

    [Fact]
    public async Task Run_NothingToDo_HostsUntilNothingIsSendingOrScheduled()
    {
        _console.Campaigns.Works.Clear();
        _console.Campaigns.Works.Enqueue(new(["spring"], ["summer"]));
        _console.Campaigns.Works.Enqueue(new([], ["summer"]));
        _console.Campaigns.Works.Enqueue(WorkInHand.None);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("run"));
        Assert.Equal([true], _console.Connector.Asked);
        Assert.Contains("(still sending: spring; waiting for its time: summer)", _console.Error);
        Assert.EndsWith("Nothing is sending or scheduled any more.\n", _console.Error);
    }

    [Theory]
    [InlineData(true, "{\"hosted\":true}")]
    [InlineData(false, "{\"hosted\":false}")]
    public async Task Run_Json_SaysWhetherItHosted(bool hosts, string line)
    {
        _console.Campaigns.Hosts = hosts;

        Assert.Equal(ExitCode.Done, await _console.RunAsync("run", "--json"));
        Assert.Equal(line, Assert.Single(_console.OutputLines));
    }

    [Fact]
    public async Task Run_EmptyDataDirectory_IsUsage()
    {
        using var error = new StringWriter();
        var context = _console.Context with { Terminal = new Terminal(TextWriter.Null, error, interactive: false) };

        Assert.Equal(ExitCode.Usage, await CampaignCommand.RunAsync(context, ["list", "--data", ""], TextWriter.Null, error));
        Assert.Equal("--data is empty: name the folder of the embedded store.", error.ToString().Trim());
    }

    [Fact]
    public async Task Run_BugBehindTheSeam_IsOneSentenceAndALog()
    {
        _console.Campaigns.Statuses.Enqueue(static () => throw new InvalidOperationException("secret detail"));
        System.IO.Directory.CreateDirectory(Path.Combine(_console.Folder.Path, "logs"));

        Assert.Equal(ExitCode.Unexpected, await _console.RunAsync("status", "spring"));

        var log = Path.Combine(_console.Folder.Path, "logs", "campaign-console.log");
        Assert.Equal($"Something went wrong that should not have (InvalidOperationException); the details are in {log}.\n", _console.Error);
        Assert.Contains("secret detail", await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_StoreCannotBeWritten_IsThreeAndSaysWhatToDo()
    {
        _console.Campaigns.Statuses.Enqueue(static () => throw new OrleansException(
            "Error from storage provider AdoNetGrainStorage.batch-recipients during WriteStateAsync for grain batch/b-spring/39\n"
            + "Exc level 0: Microsoft.Data.Sqlite.SqliteException: SQLite Error 13: 'database or disk is full'.\n   at Microsoft.Data.Sqlite"));

        Assert.Equal(ExitCode.Unreachable, await _console.RunAsync("status", "spring"));
        Assert.Equal(
            $"The store in {_console.Folder.Path} cannot be used (database or disk is full). What it has is kept: once that is put right, "
                + "'campaign resume ID FILE' finishes an import, and any other command can be given again.\n",
            _console.Error);
    }

    [Fact]
    public async Task Run_ABatchCouldNotBeStored_IsThreeToo()
    {
        _console.Campaigns.Statuses.Enqueue(static () => throw new InvalidOperationException(
            "Batch b-spring/39 could not be stored (NotWritten); the import goes on from its last position."));

        Assert.Equal(ExitCode.Unreachable, await _console.RunAsync("status", "spring"));
        Assert.StartsWith($"The store in {_console.Folder.Path} cannot be used (a batch could not be stored). ", _console.Error);
    }

    [Theory]
    [InlineData("SQLite Error 1: 'no such column: x'.")]
    [InlineData("disk full")]
    public async Task Run_OtherFaultOfTheStore_IsABug(string message)
    {
        _console.Campaigns.Statuses.Enqueue(() => throw new InvalidOperationException(message));

        Assert.Equal(ExitCode.Unexpected, await _console.RunAsync("status", "spring"));
    }

    [Fact]
    public async Task Run_SiloDoesNotAnswer_IsThree()
    {
        _console.Campaigns.Statuses.Enqueue(static () => throw new TimeoutException());

        Assert.Equal(ExitCode.Unreachable, await _console.RunAsync("status", "spring"));
        Assert.StartsWith("The silo did not answer in time", _console.Error);
    }

    public void Dispose() => _console.Dispose();

    private static IEnumerable<Command> Flatten(Command command) => [command, .. command.Subcommands.SelectMany(Flatten)];
}
