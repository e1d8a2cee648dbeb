using System.Collections.Immutable;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Quotas;

/// <summary>
/// The rules of an account's quota: what may be leased, and when. Mails are paced by the second and counted by the minute, hour and day; a
/// count is reserved in chunks of a hundredth of the limit, which are to be written before any of it is leased.
/// </summary>
/// <param name="from">The first moment for which permits are given: a lease after whoever kept the book before may have given some.</param>
internal sealed class QuotaBook(QuotaState state, DateTimeOffset from)
{
    /// <summary>How long to wait for news of an account whose day is used up.</summary>
    public static readonly TimeSpan VendorPatience = TimeSpan.FromMinutes(5);

    // The part of a second, and of a counted limit, that one lease holds at most: what is lost with a silo.
    private const double SecondShare = 0.05;
    private const int WindowShare = 100;

    // More lines than this are looked through for those that nothing depends on.
    private const int ManyDomains = 1000;

    private readonly RateLine _line = new(from);
    private readonly Dictionary<string, RateLine> _domains = [];
    private readonly RollingWindow _minute = new(TimeSpan.FromMinutes(1), state.Minute);
    private readonly RollingWindow _hour = new(TimeSpan.FromHours(1), state.Hour);
    private readonly RollingWindow _day = new(TimeSpan.FromDays(1), state.Day);
    private AdaptiveRate _adaptive = new();
    private readonly AcceptedRate _accepted = new();
    private ImmutableArray<LimitChange> _changes = state.Changes;
    private DateTimeOffset _countedAt;
    private DateTimeOffset _restsUntil;
    private int _ahead;
    private AccountAnswer? _vendor;
    private int _issuedSinceVendor;

    /// <summary>What is to be written.</summary>
    public QuotaState State => new()
    {
        Changes = _changes,
        Minute = _minute.Slots.ToImmutableSortedDictionary(),
        Hour = _hour.Slots.ToImmutableSortedDictionary(),
        Day = _day.Slots.ToImmutableSortedDictionary(),
    };

    public ImmutableArray<LimitChange> Changes
    {
        get => _changes;
        set => _changes = value;
    }

    /// <summary>What the account itself said of its limits.</summary>
    public AccountAnswer? Vendor
    {
        get => _vendor;
        set => (_vendor, _issuedSinceVendor) = (value, 0);
    }

    public double AcceptedPerSecond(DateTimeOffset now) => _accepted.At(now);

    public double? AdaptivePerSecond(DateTimeOffset now) => _adaptive.At(now);

    /// <summary>How long nothing is sent because the account asked for that.</summary>
    public TimeSpan RestsFor(DateTimeOffset now) => _restsUntil > now ? _restsUntil - now : TimeSpan.Zero;

    /// <summary>The limits that hold: the settings, what an operator set instead, and what the account said or made felt.</summary>
    public AccountLimits Limits(AccountLimits configured, DateTimeOffset now)
    {
        var limits = _changes.Apply(configured);
        return limits with { PerSecond = Least(Least(limits.PerSecond, _vendor?.PerSecond), _adaptive.At(now)) };
    }

    public void OnAccepted(int count, DateTimeOffset now)
    {
        _accepted.Add(count, now);
        _adaptive.Learn(_accepted.Peak(now), now);
    }

    /// <summary>Takes note of a "slow down".</summary>
    /// <param name="rest">How long nothing is to be sent.</param>
    public void SlowDown(TimeSpan rest, DateTimeOffset now)
    {
        _adaptive.SlowDown(_accepted.Peak(now), rest, now);
        if (now + rest > _restsUntil)
        {
            _restsUntil = now + rest;
        }
    }

    /// <summary>Forgets what the account made felt.</summary>
    public void ForgetSlowDown() => (_adaptive, _restsUntil) = (new AdaptiveRate(), DateTimeOffset.MinValue);

    public (int? Minute, int? Hour, int? Day) Used(AccountLimits limits, DateTimeOffset now) => (
        limits.PerMinute is null ? null : _minute.Used(now) - _ahead,
        limits.PerHour is null ? null : _hour.Used(now) - _ahead,
        limits.PerDay is null ? null : _day.Used(now) - _ahead);

    /// <summary>Shares of the limits an hour and a day that are used; 0 where there is no such limit.</summary>
    public (double OfHour, double OfDay) Shares(AccountLimits limits, DateTimeOffset now)
    {
        var (_, hour, day) = Used(limits, now);
        var ofVendor = _vendor is { PerDay: > 0 and var most } ? ((_vendor.UsedInDay ?? 0) + _issuedSinceVendor) / most : 0;
        return (Share(hour, limits.PerHour), Math.Max(Share(day, limits.PerDay), ofVendor));
    }

    private static double Share(int? used, int? limit) => limit > 0 ? (double)(used ?? 0) / limit.Value : 0;

    /// <summary>Counts permits that were not used no longer.</summary>
    public void Return(int count, long countedAt)
    {
        foreach (var window in new[] { _minute, _hour, _day })
        {
            window.Remove(count, window.SlotOf(new DateTimeOffset(countedAt, TimeSpan.Zero)));
        }

        _issuedSinceVendor = Math.Max(0, _issuedSinceVendor - count);
    }

    /// <summary>How many of the wanted permits can be leased now.</summary>
    public int Allowed(int wanted, AccountLimits limits, DateTimeOffset now)
    {
        if (RestsFor(now) > TimeSpan.Zero)
        {
            return 0;
        }

        var allowed = wanted;
        if (limits.PerSecond is { } rate)
        {
            allowed = Math.Min(allowed, Math.Min(_line.Free(rate, now), Math.Max(1, (int)(rate * SecondShare))));
        }

        foreach (var (window, limit) in Windows(limits))
        {
            Settle(window, now);
            allowed = Math.Min(allowed, Math.Min(limit - window.Used(now) + _ahead, Math.Max(1, limit / WindowShare)));
        }

        if (VendorLeft is { } left)
        {
            allowed = Math.Min(allowed, left);
        }

        return Math.Max(0, allowed);
    }

    /// <summary>Counts ahead what is about to be leased.</summary>
    /// <returns>Whether <see cref="State"/> must be written first.</returns>
    public bool Reserve(int count, AccountLimits limits, DateTimeOffset now)
    {
        var windows = Windows(limits);
        if (windows.Count == 0 || count <= _ahead)
        {
            return false;
        }

        var free = windows.Min(window => window.Limit - window.Window.Used(now));
        var chunk = Math.Min(free, Math.Max(count - _ahead, windows.Min(static window => window.Limit) / WindowShare));
        foreach (var window in new[] { _minute, _hour, _day })
        {
            // A window without a limit is counted too (one may be set later), and forgets what is old.
            window.Add(chunk, now);
            _ = window.Used(now);
        }

        _countedAt = now;
        _ahead += chunk;
        return true;
    }

    /// <summary>Leases permits that are <see cref="Allowed"/>, and reserved.</summary>
    public PermitBlock Issue(int count, AccountLimits limits, DateTimeOffset now)
    {
        if (Windows(limits).Count > 0)
        {
            count = Math.Min(count, _ahead);
            _ahead -= count;
        }

        if (count <= 0)
        {
            return new PermitBlock { AskAgainIn = Blocked(limits, now).For is var wait && wait > TimeSpan.Zero ? wait : NextIn(limits, now) };
        }

        _issuedSinceVendor += count;
        var (first, spacing) = limits.PerSecond is { } rate ? _line.Take(count, rate, now) : (TimeSpan.Zero, TimeSpan.Zero);
        return new PermitBlock
        {
            Count = count,
            FirstIn = first,
            FirstAt = now + first,
            Spacing = spacing,
            CountedAt = _countedAt.UtcTicks,
            AskAgainIn = NextIn(limits, now),
        };
    }

    /// <summary>Leases permits for mails to domains; a domain without a limit is left out.</summary>
    public Dictionary<string, PermitBlock> Issue(IReadOnlyDictionary<string, int> wanted, AccountLimits limits, DateTimeOffset now)
    {
        if (_domains.Count > ManyDomains)
        {
            foreach (var (domain, line) in _domains)
            {
                if (line.IsIdle(DomainRate(limits, domain) ?? 1, now))
                {
                    _domains.Remove(domain);
                }
            }
        }

        var blocks = new Dictionary<string, PermitBlock>(wanted.Count);
        foreach (var (domain, count) in wanted)
        {
            if (DomainRate(limits, domain) is not { } rate)
            {
                continue;
            }

            if (!_domains.TryGetValue(domain, out var line))
            {
                _domains.Add(domain, line = new RateLine(from));
            }

            var given = Math.Min(count, line.Free(rate, now));
            var (first, spacing) = given > 0 ? line.Take(given, rate, now) : default;
            blocks.Add(domain, new PermitBlock { Count = given, FirstIn = first, Spacing = spacing, AskAgainIn = line.FreeIn(rate, now) });
        }

        return blocks;
    }

    /// <summary>For how long nothing can be leased, longer than the pace of a rate, and what is used up.</summary>
    public (TimeSpan For, LimitKind? UsedUp) Blocked(AccountLimits limits, DateTimeOffset now)
    {
        var (longest, usedUp) = (RestsFor(now), (LimitKind?)null);
        foreach (var (window, limit) in Windows(limits))
        {
            if (window.Used(now) - _ahead >= limit && window.FreeIn(limit, now) is var free && free > longest)
            {
                (longest, usedUp) = (free, ReferenceEquals(window, _day) ? LimitKind.PerDay : ReferenceEquals(window, _hour) ? LimitKind.PerHour : LimitKind.PerMinute);
            }
        }

        // The account is asked again: it knows when others' mails leave its day.
        return VendorLeft <= 0 && longest < VendorPatience ? (VendorPatience, LimitKind.PerDay) : (longest, usedUp);
    }

    private int? VendorLeft => _vendor is { PerDay: { } day, UsedInDay: { } used }
        ? (int)Math.Clamp(day - used - _issuedSinceVendor, 0, int.MaxValue)
        : null;

    private TimeSpan NextIn(AccountLimits limits, DateTimeOffset now) => limits.PerSecond is { } rate ? _line.FreeIn(rate, now) : TimeSpan.Zero;

    private static double? DomainRate(AccountLimits limits, string domain)
        => limits.Domains.TryGetValue(domain, out var rate) || limits.Domains.TryGetValue(SendLimits.OtherDomains, out rate) ? rate : null;

    private List<(RollingWindow Window, int Limit)> Windows(AccountLimits limits)
    {
        var windows = new List<(RollingWindow, int)>(3);
        foreach (var (window, limit) in new[] { (_minute, limits.PerMinute), (_hour, limits.PerHour), (_day, limits.PerDay) })
        {
            if (limit is { } most)
            {
                windows.Add((window, most));
            }
        }

        return windows;
    }

    // What was counted in a slot that is over, and not leased, was not used in it.
    private void Settle(RollingWindow limited, DateTimeOffset now)
    {
        if (_ahead > 0 && limited.SlotOf(_countedAt) != limited.SlotOf(now))
        {
            foreach (var window in new[] { _minute, _hour, _day })
            {
                window.Remove(_ahead, window.SlotOf(_countedAt));
            }

            _ahead = 0;
        }
    }

    private static double? Least(double? left, double? right) => left is null ? right : right is null ? left : Math.Min(left.Value, right.Value);
}
