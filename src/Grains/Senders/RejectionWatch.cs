using System.Collections.Concurrent;

namespace EmailCampaign.Senders;

/// <summary>
/// Notices a rejection storm: more than 20 % policy rejections among the last 200 outcomes of a campaign on this silo, and at least
/// 20 of them. Going on would only ruin the sender's reputation.
/// </summary>
internal sealed class RejectionWatch(TimeProvider clock)
{
    public const int Window = 200;
    public const int Least = 20;
    public const double Share = 0.2;

    /// <summary>A campaign without an outcome for so long is forgotten. A day, because a campaign may send a few mails an hour.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Ring> _rings = new();

    /// <summary>Counts one accepted or rejected mail.</summary>
    /// <returns>Whether there is a storm now. The count starts anew after it.</returns>
    public bool Count(string campaignId, bool policyRejection)
    {
        var now = clock.GetTimestamp();
        if (!_rings.TryGetValue(campaignId, out var ring))
        {
            // Only a new campaign makes the watch grow, so that is when it looks for what it can forget.
            Forget(now);
            ring = _rings.GetOrAdd(campaignId, static (_, at) => new Ring(at), now);
        }

        return ring.Count(policyRejection, now);
    }

    // An outcome that comes at this very moment, after a day of none, may be lost with its ring: a storm goes on and is noticed.
    private void Forget(long now)
    {
        foreach (var (campaignId, ring) in _rings)
        {
            if (clock.GetElapsedTime(ring.LastCount, now) > Memory)
            {
                _rings.TryRemove(campaignId, out _);
            }
        }
    }

    private sealed class Ring(long now)
    {
        private readonly Lock _lock = new();
        private readonly bool[] _outcomes = new bool[Window];
        private int _next;
        private int _filled;
        private int _rejections;
        private long _lastCount = now;

        public long LastCount => Volatile.Read(ref _lastCount);

        public bool Count(bool policyRejection, long at)
        {
            lock (_lock)
            {
                _lastCount = at;
                if (_filled == Window)
                {
                    _rejections -= _outcomes[_next] ? 1 : 0;
                }
                else
                {
                    _filled++;
                }

                _outcomes[_next] = policyRejection;
                _rejections += policyRejection ? 1 : 0;
                _next = (_next + 1) % Window;
                if (_rejections < Least || _rejections <= Share * _filled)
                {
                    return false;
                }

                _filled = _rejections = _next = 0;
                Array.Clear(_outcomes);
                return true;
            }
        }
    }
}
