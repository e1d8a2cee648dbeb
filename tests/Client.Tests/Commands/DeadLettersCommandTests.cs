using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Tests.Fixtures;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class DeadLettersCommandTests : IDisposable
{
    private static readonly RecipientView Formula = new()
    {
        Email = "bob@example.com",
        Line = 3,
        Status = RecipientStatus.Dead,
        Attempts = 2,
        Reason = FailureReason.UnknownMailbox,
        Reply = "550 5.1.1 no such user",
        At = Statuses.Started,
        Values = ["bob@example.com", "=HYPERLINK(\"http://evil.example\")"],
    };

    private readonly ConsoleFixture _console = new();

    public DeadLettersCommandTests()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 2 });
        _console.Campaigns.Batches = [[Formula], []];
        _console.Campaigns.Contacts = new()
        {
            Name = "contacts.csv",
            Length = 1,
            Sha256 = "00",
            Encoding = "utf-8",
            ByteOrderMark = false,
            Delimiter = ',',
            SeparatorLine = false,
            Columns = ["email", "first_name"],
            EmailColumn = 0,
        };
    }

    [Fact]
    public async Task List_Filter_BecomesTheQuery()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("dead-letters", "list", "spring", "--reason", "unknown-mailbox", "--email", "Bob@example.com"));

        Assert.All(_console.Campaigns.Queries, static query =>
        {
            Assert.Equal([RecipientStatus.Dead], query.Statuses);
            Assert.Equal((FailureReason.UnknownMailbox, "Bob@example.com", false), (query.Reason, query.Email, query.WithValues));
        });
        Assert.Equal(2, _console.Campaigns.Queries.Count);
        Assert.Equal("bob@example.com\t3\tdead\t2\tunknown-mailbox\t550 5.1.1 no such user\t\t2026-11-24T03:00:00.000Z\n", _console.Output);
    }

    [Fact]
    public async Task List_InDoubt_AsksForThose()
    {
        await _console.RunAsync("dead-letters", "list", "spring", "--in-doubt");

        Assert.Equal([RecipientStatus.InDoubt], _console.Campaigns.Queries[0].Statuses);
    }

    [Fact]
    public async Task List_UnknownReason_NamesTheReasons()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("dead-letters", "list", "spring", "--reason", "bad-luck"));
        Assert.StartsWith("--reason 'bad-luck' is not one of other, unknown-mailbox, unknown-domain, ", _console.Error);
    }

    [Fact]
    public async Task List_NoReasonAsReason_IsRefused()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("dead-letters", "list", "spring", "--reason", "none"));
        Assert.StartsWith("--reason 'none' is not one of other,", _console.Error);
    }

    [Fact]
    public async Task Export_Csv_HasTheContactsColumnsAndNoFormula()
    {
        var file = Path.Combine(_console.Folder.Path, "dead.csv");

        Assert.Equal(ExitCode.Done, await _console.RunAsync("dead-letters", "export", "spring", "--export", file));

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal("email,first_name,_email,_row,_status,_attempts,_reason,_reply,_providerMessageId,_at", lines[0]);
        Assert.StartsWith("bob@example.com,\"'=HYPERLINK", lines[1]);
        Assert.Equal($"1 row written to {file}\n", _console.Output);
        Assert.True(_console.Campaigns.Queries[0].WithValues);
    }

    [Fact]
    public async Task Export_JsonLines_KeepsEveryValue()
    {
        var file = Path.Combine(_console.Folder.Path, "dead.jsonl");

        await _console.RunAsync("dead-letters", "export", "spring", "--export", file);

        Assert.Equal(
            """{"email":"bob@example.com","row":3,"status":"dead","attempts":2,"reply":"550 5.1.1 no such user","providerMessageId":"","at":"2026-11-24T03:00:00.000Z","reason":"unknown-mailbox","dueAt":null,"generation":0,"doubts":0,"account":"smtp","values":[["email","bob@example.com"],["first_name","=HYPERLINK(\"http://evil.example\")"]]}"""
                + "\n",
            await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Export_WithoutFile_GoesToStandardOutput()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("dead-letters", "export", "spring"));
        Assert.StartsWith("email,first_name,_email", _console.Output);
        Assert.Contains("\"'=HYPERLINK", _console.Output);
    }

    [Fact]
    public async Task Replay_WithNewAddress_SendsAndWatches()
    {
        _console.Campaigns.DeadLetters = new(CommandResult.Done, 1);

        var exitCode = await _console.RunAsync(
            "dead-letters", "replay", "spring", "--email", "bob@example.com", "--new-email", "bob@example.org", "--rate", "5/s");

        Assert.Equal(ExitCode.Done, exitCode);
        Assert.Equal(("bob@example.org", 5.0, "bob@example.com"), (
            _console.Campaigns.Replayed!.CorrectedAddress, _console.Campaigns.Replayed.RatePerSecond, _console.Campaigns.Replayed.Filter.Email));
        Assert.Equal([true], _console.Connector.Asked);
        Assert.StartsWith("1 recipient will be sent to again.\n", _console.Error);
        Assert.Contains("spring: Spring", _console.Output);
    }

    [Fact]
    public async Task Replay_NothingFound_EndsAtOnce()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("dead-letters", "replay", "spring"));
        Assert.Equal("There are no such dead letters: nothing is sent again.\n", _console.Error);
        Assert.Equal("", _console.Output);
    }

    [Fact]
    public async Task Replay_NothingFoundJson_IsTheStatus()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("dead-letters", "replay", "spring", "--json"));
        Assert.StartsWith("{\"id\":\"spring\",", Assert.Single(_console.OutputLines));
    }

    [Theory]
    [InlineData("--new-email needs --email", "--new-email", "bob@example.org")]
    [InlineData("The address of --new-email, 'bob', cannot be used", "--email", "bob@example.com", "--new-email", "bob")]
    [InlineData("The rate '5' is not understood", "--rate", "5")]
    public async Task Replay_BadOption_IsUsageBeforeConnecting(string sentence, params string[] options)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(["dead-letters", "replay", "spring", .. options]));
        Assert.StartsWith(sentence, _console.Error);
        Assert.Empty(_console.Connector.Asked);
    }

    [Fact]
    public async Task Discard_Some_SaysHowMany()
    {
        _console.Campaigns.DeadLetters = new(CommandResult.Done, 2);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("dead-letters", "discard", "spring", "--in-doubt"));
        Assert.Equal("2 recipients discarded.\n", _console.Output);
        Assert.True(_console.Campaigns.Discarded!.InDoubt);
        Assert.Equal([false], _console.Connector.Asked);
    }

    public void Dispose() => _console.Dispose();
}
