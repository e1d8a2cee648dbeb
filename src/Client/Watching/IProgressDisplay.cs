using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;

namespace EmailCampaign.Client.Watching;

/// <summary>Shows how a launch goes on. Called as often as there is news; what to show of it is the display's affair.</summary>
internal interface IProgressDisplay : IProgress<UploadProgress>, IAsyncDisposable
{
    void Report(CampaignStatus status);
}
