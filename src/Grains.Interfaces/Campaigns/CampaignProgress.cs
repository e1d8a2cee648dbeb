namespace EmailCampaign.Campaigns;

/// <summary>One piece of news of a campaign that is watched.</summary>
/// <param name="Status">How the campaign stands; null when nothing has changed, which says no more than that it is still watched.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.CampaignProgress")]
public sealed record CampaignProgress([property: Id(0)] CampaignStatus? Status)
{
    /// <summary>The least time between two pieces of news.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    /// <summary>A watcher hears something at least this often: one that does not has lost the way to the campaign.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(1);

    public static CampaignProgress Unchanged { get; } = new((CampaignStatus?)null);
}
