using System.IO.Compression;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private const string Recipients =
        "email,first_name,_email,_row,_status,_attempts,_reason,_reply,_providerMessageId,_at\r\n"
        + "ada@example.com,Ada,ada@example.com,2,sent,1,,,q-1,2026-11-24T03:00:00.000Z\r\n"
        + "bob@example.com,Bob,bob@example.com,3,dead,8,unknown-mailbox,550 5.1.1 no,,\r\n";

    private readonly ConsoleFixture _console = new();

    public ExportCommandTests()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 2 });
        _console.Campaigns.Contacts = new ContactFile
        {
            Name = "contacts.csv",
            Length = 1,
            Sha256 = "0",
            Encoding = "utf-8",
            ByteOrderMark = false,
            Delimiter = ',',
            SeparatorLine = false,
            Columns = ["email", "first_name"],
            EmailColumn = 0,
        };
        _console.Campaigns.Batches =
        [
            [new() { Email = "ada@example.com", Line = 2, Status = RecipientStatus.Sent, Attempts = 1, ProviderMessageId = "q-1", At = Statuses.Started, Values = ["ada@example.com", "Ada"] }],
            [new()
            {
                Email = "bob@example.com", Line = 3, Status = RecipientStatus.Dead, Attempts = 8, Reason = FailureReason.UnknownMailbox, Reply = "550 5.1.1 no",
                Values = ["bob@example.com", "Bob"],
            }],
        ];
        _console.Campaigns.Rejects = [new RejectedRow(4, RowRejection.BadAddress, "no @", "nobody,x"u8.ToArray())];
    }

    private string Archive => Path.Combine(_console.Folder.Path, "spring.zip");

    [Fact]
    public async Task Export_File_IsAnArchiveOfAllThatIsKept()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("export", "spring", Archive));

        await using var archive = await ZipFile.OpenReadAsync(Archive, TestContext.Current.CancellationToken);
        Assert.Equal(["recipients.csv", "rejects.csv", "status.json"], archive.Entries.Select(static entry => entry.FullName));
        Assert.Equal(Recipients, await TextAsync(archive.Entries[0]));
        Assert.Contains("4,bad-address,no @,\"nobody,x\"", await TextAsync(archive.Entries[1]), StringComparison.Ordinal);
        Assert.StartsWith("""{"id":"spring",""", await TextAsync(archive.Entries[2]), StringComparison.Ordinal);
        Assert.Equal($"2 recipients and 1 rejected row written to {Archive}\n", _console.Output);
        Assert.Equal([Archive], System.IO.Directory.GetFiles(_console.Folder.Path));
    }

    [Fact]
    public async Task Export_Dir_IsTheSameAsFiles()
    {
        var folder = Path.Combine(_console.Folder.Path, "kept", "spring");

        Assert.Equal(ExitCode.Done, await _console.RunAsync("export", "spring", "--dir", folder));

        Assert.Equal(["recipients.csv", "rejects.csv", "status.json"], System.IO.Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Recipients, await File.ReadAllTextAsync(Path.Combine(folder, "recipients.csv"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Export_BreaksOff_LeavesNothingThatLooksComplete(bool archive)
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 2 });
        _console.Campaigns.Batches = [_console.Campaigns.Batches[0], new LostBatch()];

        Assert.Equal(ExitCode.Unreachable, await _console.RunAsync(["export", "spring", .. archive ? [Archive] : new[] { "--dir", _console.Folder.Path }]));

        Assert.Empty(System.IO.Directory.GetFiles(_console.Folder.Path));
    }

    [Fact]
    public async Task Export_NotFinished_SaysThatMoreMayCome()
    {
        _console.Campaigns.Statuses.Clear();
        _console.Campaigns.Say(Statuses.Sending);

        Assert.Equal(ExitCode.Done, await _console.RunAsync("export", "spring", Archive));
        Assert.Contains("'spring' is not finished", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_BeingDeleted_IsRefused()
    {
        _console.Campaigns.Statuses.Clear();
        _console.Campaigns.Say(Statuses.Completed with { Phase = CampaignPhase.Deleting });

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("export", "spring", Archive));
        Assert.Equal("Campaign 'spring' is being deleted.\n", _console.Error);
        Assert.False(File.Exists(Archive));
    }

    [Theory]
    [InlineData]
    [InlineData("a.zip", "--dir", "b")]
    public async Task Export_NoOneTarget_IsUsageBeforeConnecting(params string[] where)
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync(["export", "spring", .. where]));
        Assert.Equal("Say where to: 'campaign export spring FILE.zip', or --dir DIR.\n", _console.Error);
        Assert.Empty(_console.Connector.Asked);
    }

    public void Dispose() => _console.Dispose();

    private static async Task<string> TextAsync(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(await entry.OpenAsync(TestContext.Current.CancellationToken));
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
