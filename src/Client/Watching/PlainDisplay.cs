using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Watching;

/// <summary>Progress for a file or a pipe: a plain line every two seconds, and at once when the phase changes.</summary>
internal sealed class PlainDisplay(Terminal terminal, TimeProvider clock) : IProgressDisplay
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Pace _pace = new(clock, Interval);
    private readonly NoticeBoard _notices = new(terminal);

    public void Report(UploadProgress value)
    {
        if (_pace.IsDue(value.Bytes == value.TotalBytes ? "stored" : "importing"))
        {
            terminal.Report(ProgressWords.Import(value));
        }
    }

    public void Report(CampaignStatus status)
    {
        _notices.Show(status.Notices);
        if (_pace.IsDue(status.Phase))
        {
            terminal.Report(ProgressWords.Campaign(status));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
