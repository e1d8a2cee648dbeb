using System.Collections.Immutable;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Quotas;

/// <summary>
/// The limits by the recipient's domain as this silo meets them. A batch takes recipients whose domain has a permit, leaves the others
/// pending, and looks again when there may be more: one domain never holds up the rest.
/// </summary>
/// <param name="lease">Leases permits for the wanted mails by domain.</param>
internal sealed class DomainPermits(Func<Dictionary<string, int>, Task<Dictionary<string, PermitBlock>>> lease, TimeProvider clock)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AfterFault = TimeSpan.FromMilliseconds(250);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = [];
    private ImmutableSortedDictionary<string, double> _limits = ImmutableSortedDictionary<string, double>.Empty;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _leasing;
    private DateTimeOffset _wakesAt = DateTimeOffset.MaxValue;

    /// <summary>Whether any domain has a limit.</summary>
    public bool HasAny => _limits.Count > 0;

    public ImmutableSortedDictionary<string, double> Limits
    {
        set
        {
            lock (_lock)
            {
                if (_limits.SequenceEqual(value))
                {
                    return;
                }

                _limits = value;
            }

            Wake();
        }
    }

    /// <summary>Completed when there may be more permits than a moment ago.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Takes a permit for a mail to this domain.</summary>
    /// <returns>False when there is none now.</returns>
    public bool TryTake(string domain)
    {
        lock (_lock)
        {
            if (!IsLimited(domain))
            {
                return true;
            }

            if (_entries.TryGetValue(domain, out var entry) && entry.Ready(clock.GetUtcNow()) > 0)
            {
                entry.Permits.Dequeue();
                return true;
            }

            return false;
        }
    }

    /// <summary>A count of mails against the permits that there are, without taking any.</summary>
    public DomainTally Tally() => new(this);

    /// <summary>Permits that may be used now; null for a domain without a limit.</summary>
    internal int? Ready(string domain)
    {
        lock (_lock)
        {
            return !IsLimited(domain) ? null : _entries.TryGetValue(domain, out var entry) ? entry.Ready(clock.GetUtcNow()) : 0;
        }
    }

    /// <summary>Says how many mails wait: permits are leased for them, and whoever waits for <see cref="Changed"/> is woken in time.</summary>
    internal void Want(IReadOnlyDictionary<string, int> wanted)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var request = new Dictionary<string, int>();
            var wake = DateTimeOffset.MaxValue;
            foreach (var (domain, count) in wanted)
            {
                if (!_entries.TryGetValue(domain, out var entry))
                {
                    _entries.Add(domain, entry = new Entry());
                }

                entry.Ready(now);
                if (entry.Permits.TryPeek(out var next))
                {
                    wake = next < wake ? next : wake;
                }
                else if (entry.AskAgainAt <= now)
                {
                    request.Add(domain, count);
                }
                else
                {
                    wake = entry.AskAgainAt < wake ? entry.AskAgainAt : wake;
                }
            }

            if (request.Count > 0 && !_leasing)
            {
                _leasing = true;
                _ = LeaseAsync(request);
            }

            if (wake < _wakesAt)
            {
                _wakesAt = wake;
                _ = WakeAsync(wake - now);
            }
        }
    }

    private async Task LeaseAsync(Dictionary<string, int> request)
    {
        Dictionary<string, PermitBlock>? blocks = null;
        try
        {
            // Not on the scheduler of the batch that happened to ask: it may end meanwhile.
            blocks = await lease(request).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Asked again; without permits nothing starts.
        }

        lock (_lock)
        {
            var now = clock.GetUtcNow();
            foreach (var domain in request.Keys)
            {
                var entry = _entries[domain];
                if (blocks is null || !blocks.TryGetValue(domain, out var block))
                {
                    entry.AskAgainAt = now + AfterFault;
                    continue;
                }

                for (var place = 0; place < block.Count; place++)
                {
                    entry.Permits.Enqueue(now + block.FirstIn + (block.Spacing * place));
                }

                var wait = block.AskAgainIn < LongestWait ? block.AskAgainIn : LongestWait;
                entry.AskAgainAt = now + wait;
            }

            Forget(now);
            _leasing = false;
        }

        Wake();
    }

    private async Task WakeAsync(TimeSpan wait)
    {
        await Task.Delay(wait < ShortestWait ? ShortestWait : wait, clock).ConfigureAwait(false);
        lock (_lock)
        {
            _wakesAt = DateTimeOffset.MaxValue;
        }

        Wake();
    }

    private void Wake()
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            changed = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        changed.SetResult();
    }

    // Domains whose mails are out are not kept.
    private void Forget(DateTimeOffset now)
    {
        foreach (var (domain, entry) in _entries)
        {
            if (entry.Ready(now) == 0 && entry.Permits.Count == 0 && entry.AskAgainAt + LongestWait < now)
            {
                _entries.Remove(domain);
            }
        }
    }

    private bool IsLimited(string domain) => _limits.ContainsKey(domain) || _limits.ContainsKey(SendLimits.OtherDomains);

    private sealed class Entry
    {
        public Queue<DateTimeOffset> Permits { get; } = new();

        public DateTimeOffset AskAgainAt { get; set; } = DateTimeOffset.MinValue;

        public int Ready(DateTimeOffset now)
        {
            while (Permits.TryPeek(out var oldest) && oldest < now - PermitLine.Validity)
            {
                Permits.Dequeue();
            }

            return Permits.Count(permit => permit <= now);
        }
    }
}
