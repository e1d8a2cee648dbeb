using System.Collections.Concurrent;

namespace EmailCampaign.Senders;

/// <summary>
/// Notices a rejection storm: more than 20 % policy rejections among the last 200 outcomes of a campaign on this silo, and at least
/// 20 of them. Going on would only ruin the sender's reputation.
/// </summary>
internal sealed class RejectionWatch
{
    public const int Window = 200;
    public const int Least = 20;
    public const double Share = 0.2;

    private readonly ConcurrentDictionary<string, Ring> _rings = new();

    /// <summary>Counts one accepted or rejected mail.</summary>
    /// <returns>Whether there is a storm now. The count starts anew after it.</returns>
    public bool Count(string campaignId, bool policyRejection)
        => _rings.GetOrAdd(campaignId, static _ => new Ring()).Count(policyRejection);

    private sealed class Ring
    {
        private readonly Lock _lock = new();
        private readonly bool[] _outcomes = new bool[Window];
        private int _next;
        private int _filled;
        private int _rejections;

        public bool Count(bool policyRejection)
        {
            lock (_lock)
            {
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
