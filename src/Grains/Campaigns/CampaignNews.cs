namespace EmailCampaign.Campaigns;

/// <summary>Decides what one watcher of a campaign is told: what has changed, and from time to time that nothing has.</summary>
internal sealed class CampaignNews(TimeProvider clock)
{
    private CampaignStatus? _told;
    private long _toldAt = clock.GetTimestamp();

    /// <param name="status">How the campaign stands; null when that is not known yet.</param>
    /// <returns>What the watcher is to be told now; null when nothing.</returns>
    public CampaignProgress? Of(CampaignStatus? status)
    {
        if (status is not null && (_told is null || !status.IsSame(_told)))
        {
            (_told, _toldAt) = (status, clock.GetTimestamp());
            return new(status);
        }

        if (clock.GetElapsedTime(_toldAt) < CampaignProgress.KeepAlive)
        {
            return null;
        }

        _toldAt = clock.GetTimestamp();
        return CampaignProgress.Unchanged;
    }
}
