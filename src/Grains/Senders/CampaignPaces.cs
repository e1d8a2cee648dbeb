using System.Collections.Concurrent;

namespace EmailCampaign.Senders;

/// <summary>The rate limits of the campaigns on this silo.</summary>
internal sealed class CampaignPaces(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, CampaignPace> _paces = new();

    public CampaignPace For(string campaignId) => _paces.GetOrAdd(campaignId, static (_, time) => new CampaignPace(time), clock);
}
