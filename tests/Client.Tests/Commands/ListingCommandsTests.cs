using System.Globalization;
using System.Text;
using EmailCampaign.Batches;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Directory;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class ListingCommandsTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    [Fact]
    public async Task Recipients_Json_IsTheContract()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 1 });
        _console.Campaigns.Batches = [[Recipient("zoë+tag@example.com", 2)]];

        Assert.Equal(ExitCode.Done, await _console.RunAsync("recipients", "spring", "--status", "sent,in-doubt", "--json"));
        Assert.Equal(
            """{"email":"zoë+tag@example.com","row":2,"status":"sent","attempts":1,"reply":"","providerMessageId":"q-1","at":"2026-11-24T03:00:00.000Z","reason":null,"dueAt":null,"generation":0,"doubts":0,"account":"smtp"}""",
            _console.OutputLines.Single());
        Assert.Equal([RecipientStatus.Sent, RecipientStatus.InDoubt], _console.Campaigns.Queries[0].Statuses);
    }

    [Fact]
    public async Task Recipients_ManyBatches_ComeInTheFilesOrder()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 3 });
        _console.Campaigns.Batches = [[Recipient("a@example.com", 2)], [], [Recipient("b@example.com", 3), Recipient("c@example.com", 4)]];

        await _console.RunAsync("recipients", "spring");

        Assert.Equal(["a@example.com", "b@example.com", "c@example.com"], _console.OutputLines.Select(static line => line.Split('\t')[0]));
    }

    [Fact]
    public async Task Recipients_UnknownStatus_NamesTheStatuses()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("recipients", "spring", "--status", "sent,lost"));
        Assert.Equal("--status 'lost' is not one of pending, claimed, waiting, sent, dead, in-doubt, suppressed, discarded, cancelled.\n", _console.Error);
    }

    [Fact]
    public async Task Recipients_ReplyWithControlCharacters_CannotSteerTheTerminal()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 1 });
        _console.Campaigns.Batches = [[Recipient("a@example.com", 2) with { Reply = "550 \u001b[2Jno\r\nfake@example.com\t9" }]];

        await _console.RunAsync("recipients", "spring");

        Assert.Equal("a@example.com\t2\tsent\t1\t\t550  [2Jno  fake@example.com 9\tq-1\t2026-11-24T03:00:00.000Z\n", _console.Output);
    }

    [Fact]
    public async Task Recipients_ExportThatCannotBeWritten_IsOneSentence()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 0 });

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("recipients", "spring", "--export", Path.Combine(_console.Folder.Path, "no", "such.csv")));
        Assert.Single(_console.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Rejects_TwoPages_AreAllShown()
    {
        _console.Campaigns.Say(Statuses.Completed);
        _console.Campaigns.Rejects = [.. Enumerable.Range(1, RejectPageKey.PageSize + 1)
            .Select(static line => new RejectedRow(line, RowRejection.BadAddress, "the domain has no dot", Encoding.UTF8.GetBytes("x@y,Zoë\n")))];

        Assert.Equal(ExitCode.Done, await _console.RunAsync("rejects", "spring"));
        Assert.Equal(RejectPageKey.PageSize + 1, _console.OutputLines.Count);
        Assert.Equal("1\tbad-address\tthe domain has no dot\tx@y,Zoë", _console.OutputLines[0]);
    }

    [Fact]
    public async Task Rejects_None_SaysSo()
    {
        _console.Campaigns.Say(Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("rejects", "spring"));
        Assert.Equal("Every row was accepted.\n", _console.Error);
    }

    [Fact]
    public async Task List_ManyCampaigns_PagesThroughThem()
    {
        _console.Campaigns.Entries = [.. Enumerable.Range(0, 101).Select(static i => new DirectoryEntry(
            i.ToString(CultureInfo.InvariantCulture), "n", Statuses.Started, "f"))];
        _console.Campaigns.Say(Statuses.Completed);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("list"));
        Assert.Equal(101, _console.OutputLines.Count);
        Assert.StartsWith("spring\tSpring\tcompleted\t3\t3\t", _console.OutputLines[0]);
    }

    [Fact]
    public async Task Find_Address_NamesTheCampaign()
    {
        _console.Campaigns.Entries = [new("spring", "Spring", Statuses.Started, "f")];
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 1 });
        _console.Campaigns.Batches = [[Recipient("a@example.com", 2)]];

        Assert.Equal(ExitCode.Done, await _console.RunAsync("find", "A@example.com", "--json"));
        Assert.StartsWith("""{"campaign":"spring","email":"a@example.com","row":2,""", _console.Output);
        Assert.Equal("A@example.com", _console.Campaigns.Queries[0].Email);
    }

    [Fact]
    public async Task Find_Nobody_SaysSo()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("find", "a@example.com"));
        Assert.Equal("No campaign has the recipient a@example.com.\n", _console.Error);
    }

    public void Dispose() => _console.Dispose();

    private static RecipientView Recipient(string email, int line) => new()
    {
        Email = email,
        Line = line,
        Status = RecipientStatus.Sent,
        Attempts = 1,
        ProviderMessageId = "q-1",
        At = Statuses.Started,
    };
}
