using System.Text.Json;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Client.Tests.Reports;

namespace EmailCampaign.Client.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly ConsoleFixture _console = new();

    public ReportCommandTests()
    {
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 2, Rows = new() { Accepted = 3, Rejected = 1, Duplicates = 1 } });
        _console.Campaigns.Batches =
        [
            [TestRecipients.Sent("ada@a.example"), TestRecipients.Dead("bob.b@b.example", "550 5.1.1 <bob.b@b.example> unknown")],
            [TestRecipients.InDoubt("cyd@c.example")],
        ];
    }

    private string Page => Path.Combine(_console.Folder.Path, "report.html");

    [Fact]
    public async Task Report_AsText_AddsUp()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("report", "spring"));

        Assert.Contains("  rows        5 = 3 accepted + 1 rejected + 1 duplicate\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("  recipients  3 = 1 sent + 1 dead + 1 in doubt\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("  domain      b.example: 1 dead\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("  reason      unknown-mailbox: 1 dead; 550 5.1.1 <bob.b@b.example> unknown\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("1 of 3 mails (33.3 %) was accepted by the provider; 1 failed for good, 1 is in doubt.", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_PausedOverTheOutbox_SaysWhyAndThatNothingLeft()
    {
        _console.Campaigns.Statuses.Clear();
        _console.Campaigns.Say(Statuses.Paused(PauseReason.Operator, "Paused by the operator.") with { Provider = "outbox", Notices = ["It rests."] });

        Assert.Equal(ExitCode.Done, await _console.RunAsync("report", "spring"));

        Assert.Contains("  phase       paused (Paused by the operator)\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("  notice      NOTHING LEFT THIS MACHINE", _console.Output, StringComparison.Ordinal);
        Assert.Contains("  notice      It rests.\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains(" campaign resume spring\n", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_Json_IsOneObject()
    {
        Assert.Equal(ExitCode.Done, await _console.RunAsync("report", "spring", "--json", "--no-addresses"));

        var json = JsonDocument.Parse(Assert.Single(_console.OutputLines)).RootElement;
        Assert.Equal(5, json.GetProperty("rows").GetProperty("read").GetInt32());
        Assert.Equal(1, json.GetProperty("recipients").GetProperty("inDoubt").GetInt32());
        Assert.Equal("smtp", json.GetProperty("accounts").GetProperty("top")[0].GetProperty("account").GetString());
        Assert.Equal(3, json.GetProperty("domains").GetProperty("top").GetArrayLength());
        Assert.Equal("550 5.1.1 <[address]> unknown", json.GetProperty("reasons")[0].GetProperty("reply").GetString());
        Assert.Equal(1, json.GetProperty("timeline").GetProperty("stretches")[0].GetProperty("sent")[0].GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("file").ValueKind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Report_Html_TakesThePlaceOfTheFileAndLeavesNoOther(bool masked)
    {
        await File.WriteAllTextAsync(Page, "old", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCode.Done, await _console.RunAsync(["report", "spring", "--html", Page, .. masked ? ["--no-addresses"] : Array.Empty<string>()]));

        var html = await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken);
        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.Equal(!masked, html.Contains("bob.b@b.example", StringComparison.Ordinal));
        Assert.Equal($"The report on spring (3 recipients) written to {Page}\n", _console.Output);
        Assert.Equal([Page], System.IO.Directory.GetFiles(_console.Folder.Path));
    }

    [Fact]
    public async Task Report_BreaksOff_LeavesTheFileThatWasThere()
    {
        await File.WriteAllTextAsync(Page, "old", TestContext.Current.CancellationToken);
        _console.Campaigns.Statuses.Clear();
        _console.Campaigns.Say(Statuses.Completed with { BatchCount = 3 });
        _console.Campaigns.Batches = [.. _console.Campaigns.Batches, new LostBatch()];

        Assert.Equal(ExitCode.Unreachable, await _console.RunAsync("report", "spring", "--html", Page));

        Assert.Equal([Page], System.IO.Directory.GetFiles(_console.Folder.Path));
        Assert.Equal("old", await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Report_UnwritablePlace_IsUsageBeforeAnyRecipientIsRead()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("report", "spring", "--html", Path.Combine(_console.Folder.Path, "no", "report.html")));

        Assert.Contains("Could not find a part of the path", _console.Error, StringComparison.Ordinal);
        Assert.Empty(_console.Campaigns.Queries);
    }

    [Fact]
    public async Task Report_IntoAFolder_IsUsageAndLeavesNothing()
    {
        var folder = System.IO.Directory.CreateDirectory(Page).FullName;

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("report", "spring", "--html", folder));

        Assert.Equal($"Access to the path '{folder}' is denied.\n", _console.Error);
        Assert.Empty(_console.Campaigns.Queries);
        Assert.Empty(System.IO.Directory.GetFiles(_console.Folder.Path));
    }

    [Fact]
    public async Task Report_EmptyFileName_IsUsageBeforeConnecting()
    {
        Assert.Equal(ExitCode.Usage, await _console.RunAsync("report", "spring", "--html", ""));

        Assert.Equal("--html is empty: name the file to write.\n", _console.Error);
        Assert.Empty(_console.Connector.Asked);
    }

    [Fact]
    public async Task Report_UnknownCampaign_SaysSo()
    {
        _console.Campaigns.Statuses.Clear();

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("report", "spring", "--html", Page));
        Assert.Equal("There is no campaign 'spring'; 'campaign list' shows them all.\n", _console.Error);
        Assert.False(File.Exists(Page));
    }

    [Fact]
    public async Task Report_BeingDeleted_IsRefused()
    {
        _console.Campaigns.Statuses.Clear();
        _console.Campaigns.Say(Statuses.Completed with { Phase = CampaignPhase.Deleting });

        Assert.Equal(ExitCode.Usage, await _console.RunAsync("report", "spring"));
        Assert.Equal("Campaign 'spring' is being deleted.\n", _console.Error);
    }

    [Fact]
    public async Task Report_Cancelled_CountsWhatWasNotSentAsCancelled()
    {
        _console.Campaigns.Statuses.Clear();
        _console.Campaigns.Say(Statuses.Completed with { Phase = CampaignPhase.Cancelled, BatchCount = 1, Rows = new() { Accepted = 2 } });
        _console.Campaigns.Batches = [[TestRecipients.Sent("ada@a.example"), TestRecipients.Pending("bob@b.example")]];

        Assert.Equal(ExitCode.Done, await _console.RunAsync("report", "spring"));
        Assert.Contains("  recipients  2 = 1 sent + 1 cancelled\n", _console.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _console.Dispose();
}
