namespace EmailCampaign.Quotas;

/// <summary>
/// Mails of the last minute, hour or day, counted in a hundred slots. A slot counts until all of it has left the window, so that what is
/// used is never understated; the price is one slot, a hundredth of the window.
/// </summary>
internal sealed class RollingWindow(TimeSpan length, IEnumerable<KeyValuePair<long, int>> slots)
{
    private const int Count = 100;

    private readonly long _ticks = length.Ticks / Count;
    private readonly SortedDictionary<long, int> _slots = new(slots.ToDictionary());

    public IReadOnlyDictionary<long, int> Slots => _slots;

    public long SlotOf(DateTimeOffset at) => at.UtcTicks / _ticks;

    public int Used(DateTimeOffset now)
    {
        var first = First(now);
        while (_slots.Count > 0 && _slots.Keys.First() is var oldest && oldest < first)
        {
            _slots.Remove(oldest);
        }

        return _slots.Values.Sum();
    }

    public void Add(int count, DateTimeOffset at) => _slots[SlotOf(at)] = _slots.GetValueOrDefault(SlotOf(at)) + count;

    /// <summary>Takes back what was added to a slot and not used.</summary>
    public void Remove(int count, long slot)
    {
        if (_slots.TryGetValue(slot, out var used))
        {
            _slots[slot] = Math.Max(0, used - count);
        }
    }

    /// <summary>When less than the limit is in use, should nothing be added.</summary>
    public TimeSpan FreeIn(int limit, DateTimeOffset now)
    {
        var over = Used(now) - limit;
        foreach (var (slot, count) in _slots)
        {
            if (over < 0)
            {
                break;
            }

            over -= count;
            if (over < 0)
            {
                return new DateTimeOffset((slot + Count + 1) * _ticks, TimeSpan.Zero) - now;
            }
        }

        return over < 0 ? TimeSpan.Zero : length;
    }

    private long First(DateTimeOffset now) => SlotOf(now) - Count;
}
