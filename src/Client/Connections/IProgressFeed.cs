using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Connections;

/// <summary>The news of one campaign, one after another. Disposing ends it, whatever is still waited for.</summary>
internal interface IProgressFeed : IAsyncDisposable
{
    /// <summary>Waits for the next piece of news.</summary>
    /// <returns>Null when there is no such campaign (any more). After a campaign that is over nothing more is to be asked.</returns>
    /// <exception cref="SiloLostException">The silo on the other side is gone.</exception>
    /// <exception cref="TimeoutException">There was no sign of the campaign for a while; it may be asked again.</exception>
    Task<CampaignProgress?> NextAsync();
}
