using EmailCampaign.Hosting;
using EmailCampaign.Quotas;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Senders;

/// <summary>The rate limits of the campaigns on this silo. All batches of a campaign share one, as long as any of them is there.</summary>
internal sealed class CampaignPaces(TimeProvider clock, IQuotaLink quotas, IOptions<SendingOptions> options)
{
    /// <summary>A pace that was idle for so long is kept only by the batches that hold it.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];

    /// <summary>Campaigns that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    public CampaignPace For(string campaignId)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(campaignId, out var entry) && entry.Take() is { } known)
            {
                return known;
            }

            // Only a new campaign makes this grow, so that is when it looks for what it can forget.
            Forget();
            var pace = new CampaignPace(clock, (wanted, rate) => quotas.LeaseAsync(campaignId, wanted, rate), options.Value.WorkerCount);
            _entries[campaignId] = new Entry(pace);
            return pace;
        }
    }

    private void Forget()
    {
        var longAgo = clock.GetUtcNow() - Memory;
        foreach (var (campaignId, entry) in _entries)
        {
            if (entry.IsGone(longAgo))
            {
                _entries.Remove(campaignId);
            }
        }
    }

    // A batch of a paused campaign may hold its pace for days; a second pace beside it would be a second rate.
    private sealed class Entry(CampaignPace pace)
    {
        private readonly WeakReference<CampaignPace> _held = new(pace);
        private CampaignPace? _kept = pace;

        public CampaignPace? Take() => _kept ??= _held.TryGetTarget(out var held) ? held : null;

        public bool IsGone(DateTimeOffset longAgo)
        {
            if (_kept is { } kept && kept.IdleSince < longAgo)
            {
                _kept = null;
            }

            return _kept is null && !_held.TryGetTarget(out _);
        }
    }
}
