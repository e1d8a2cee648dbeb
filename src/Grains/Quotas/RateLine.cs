namespace EmailCampaign.Quotas;

/// <summary>
/// Places in time at a rate (the generic cell rate algorithm without a burst): two places are never closer than the rate allows, so that no
/// window of any length holds more than its share. Places that nobody took are not saved up.
/// </summary>
/// <param name="from">The first moment for which places are given out.</param>
internal sealed class RateLine(DateTimeOffset from)
{
    /// <summary>How far ahead places are given out; a change of the rate is felt after this.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromMilliseconds(200);

    private DateTimeOffset? _last;

    /// <summary>Whether nothing depends on this line any more.</summary>
    public bool IsIdle(double perSecond, DateTimeOffset now) => Next(perSecond) <= now;

    /// <summary>Places that may be given out now.</summary>
    public int Free(double perSecond, DateTimeOffset now)
    {
        var ahead = now + Horizon - Start(perSecond, now);
        return ahead < TimeSpan.Zero ? 0 : (int)Math.Min(int.MaxValue - 1, ahead.Ticks / Spacing(perSecond).Ticks) + 1;
    }

    /// <summary>Gives out places; no more than are <see cref="Free"/>.</summary>
    public (TimeSpan FirstIn, TimeSpan Spacing) Take(int count, double perSecond, DateTimeOffset now)
    {
        var (start, spacing) = (Start(perSecond, now), Spacing(perSecond));
        _last = start + (spacing * (count - 1));
        return (start - now, spacing);
    }

    /// <summary>When the next place may be given out.</summary>
    public TimeSpan FreeIn(double perSecond, DateTimeOffset now)
        => Start(perSecond, now) - Horizon - now is var wait && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;

    private static TimeSpan Spacing(double perSecond) => TimeSpan.FromTicks((long)Math.Ceiling(TimeSpan.TicksPerSecond / perSecond));

    // Counted from the last place, not promised in advance: a rate that is raised or lowered holds from the next place on.
    private DateTimeOffset Next(double perSecond) => _last + Spacing(perSecond) ?? from;

    private DateTimeOffset Start(double perSecond, DateTimeOffset now) => Next(perSecond) is var next && next > now ? next : now;
}
