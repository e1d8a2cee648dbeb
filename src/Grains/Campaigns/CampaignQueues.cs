using System.Collections.Concurrent;
using EmailCampaign.Telemetry;

namespace EmailCampaign.Campaigns;

/// <summary>Sums the campaigns of this silo for <c>email_queue_depth</c> and <c>email_waiting_count</c>.</summary>
internal sealed class CampaignQueues(CampaignMetrics metrics)
{
    private readonly ConcurrentDictionary<string, (int Pending, int Waiting)> _queues = new();

    /// <summary>A campaign that does not send (any more) reports zeros.</summary>
    public void Set(string campaignId, int pending, int waiting)
    {
        if (pending == 0 && waiting == 0)
        {
            _queues.TryRemove(campaignId, out _);
        }
        else
        {
            _queues[campaignId] = (pending, waiting);
        }

        metrics.OnQueue(_queues.Values.Sum(static queue => queue.Pending), _queues.Values.Sum(static queue => queue.Waiting));
    }
}
