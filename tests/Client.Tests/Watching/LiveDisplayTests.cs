using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Client.Watching;
using Spectre.Console.Testing;

namespace EmailCampaign.Client.Tests.Watching;

public sealed class LiveDisplayTests : IDisposable
{
    private readonly TestConsole _console = new TestConsole().Width(160);

    [Fact]
    public async Task Report_Upload_ShowsHowFarItIs()
    {
        await using (var display = Display())
        {
            display.Report(new UploadProgress(512, 2048, new RowCounts { Accepted = 10, Rejected = 1 }));
        }

        Assert.Contains("importing: 25 % (512 bytes of 2 KB), 10 accepted, 1 rejected, 0 duplicates", _console.Output);
    }

    [Fact]
    public async Task Report_Statuses_LeavesTheLastOneOnTheScreen()
    {
        await using (var display = Display())
        {
            display.Report(Statuses.Sending);
            display.Report(Statuses.Completed);
        }

        Assert.EndsWith("completed: 3 of 3 sent, 0 waiting, 0 dead, 0 in doubt, 0/s", _console.Output.TrimEnd());
    }

    [Fact]
    public async Task Report_Notices_AreShownAsTheyAre()
    {
        await using (var display = Display())
        {
            display.Report(Statuses.Sending with { Notices = ["Provider 'smtp' rests [421 slow down]", "second"] });
        }

        Assert.Contains("notice: Provider 'smtp' rests [421 slow down]", _console.Output);
        Assert.Contains("notice: second", _console.Output);
    }

    // What a server replied is in a notice: it must not steer the terminal.
    [Fact]
    public async Task Report_NoticeWithControlCharacters_IsOneHarmlessLine()
    {
        await using (var display = Display())
        {
            display.Report(Statuses.Sending with { Notices = ["450 \u001b[2Jgone\r\nfake: 9 sent"] });
        }

        Assert.Contains("notice: 450  [2Jgone  fake: 9 sent", _console.Output);
        Assert.DoesNotContain('\u001b', _console.Output);
    }

    [Fact]
    public async Task Report_NothingToSend_ShowsABarAllTheSame()
    {
        await using (var display = Display())
        {
            display.Report(new UploadProgress(0, 0, new RowCounts()));
            display.Report(Statuses.Completed with { Recipients = new() });
        }

        Assert.Contains("completed: 0 of 0 sent", _console.Output);
    }

    [Fact]
    public async Task Report_AfterTheEnd_ShowsNothingMore()
    {
        var display = Display();
        display.Report(Statuses.Sending);
        await display.DisposeAsync();
        var shown = _console.Output;

        display.Report(Statuses.Completed);
        await display.DisposeAsync();

        Assert.Equal(shown, _console.Output);
    }

    [Fact]
    public async Task Displays_OneAfterTheOther_BothShow()
    {
        var terminal = Terminal();
        foreach (var status in (CampaignStatus[])[Statuses.Sending, Statuses.Completed])
        {
            await using var display = new LiveDisplay(terminal);
            display.Report(status);
        }

        Assert.Contains("sending: 930 of 1,000 sent", _console.Output);
        Assert.Contains("completed: 3 of 3 sent", _console.Output);
    }

    public void Dispose() => _console.Dispose();

    private LiveDisplay Display() => new(Terminal());

    private Terminal Terminal() => new(TextWriter.Null, TextWriter.Null, interactive: true) { Ansi = _console };
}
