using System.Collections.Concurrent;

namespace EmailCampaign.Campaigns;

/// <summary>The queues of the campaigns that this silo has in memory. A campaign is in the memory of one silo, so that silos may be summed.</summary>
internal sealed class CampaignQueues
{
    private readonly ConcurrentDictionary<string, CampaignQueue> _queues = new();

    public CampaignQueue Total => _queues.Values.Aggregate(default(CampaignQueue), static (sum, queue) => sum + queue);

    /// <summary>A campaign that ends, or leaves this silo, is to be forgotten: <see cref="Forget"/>.</summary>
    public void Set(string campaignId, CampaignQueue queue) => _queues[campaignId] = queue;

    public void Forget(string campaignId) => _queues.TryRemove(campaignId, out _);
}
