using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;

namespace EmailCampaign.Client.Watching;

/// <summary>Shows nothing: <c>--no-watch</c>.</summary>
internal sealed class NoDisplay : IProgressDisplay
{
    public void Report(UploadProgress value)
    {
    }

    public void Report(CampaignStatus status)
    {
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
