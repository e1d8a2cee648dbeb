using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Wording;

/// <summary>When a campaign will be through, at the rate of the moment.</summary>
internal static class Eta
{
    /// <returns>
    /// The time left for what is pending or claimed; null when nothing is being sent. Waiting recipients have their own due times
    /// and are left out.
    /// </returns>
    public static TimeSpan? Of(CampaignStatus status)
    {
        var left = status.Recipients.Pending + status.Recipients.Claimed;
        if (status.Phase != CampaignPhase.Sending || status.RatePerSecond <= 0 || left == 0)
        {
            return null;
        }

        return TimeSpan.FromSeconds(Math.Min(left / status.RatePerSecond, TimeSpan.FromDays(3650).TotalSeconds));
    }
}
