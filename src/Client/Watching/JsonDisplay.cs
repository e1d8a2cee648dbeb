using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Watching;

/// <summary>Progress for scripts: one object a line, each with a field <c>progress</c>, at most every two seconds.</summary>
internal sealed class JsonDisplay(Terminal terminal, TimeProvider clock) : IProgressDisplay
{
    private readonly Pace _pace = new(clock, PlainDisplay.Interval);

    public void Report(UploadProgress value)
    {
        if (_pace.IsDue(value.Bytes == value.TotalBytes ? "stored" : "importing"))
        {
            terminal.Report(ProgressJson.Of(value));
        }
    }

    public void Report(CampaignStatus status)
    {
        if (_pace.IsDue(status.Phase))
        {
            terminal.Report(ProgressJson.Of(status));
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
