using System.Diagnostics.CodeAnalysis;

namespace EmailCampaign.Senders;

/// <summary>
/// A campaign's own rate limit on this silo (<c>--rate</c>). Callers stand in one line, and only the first of them takes its place in
/// time: places that are given back are then free for the next, and never pile up behind those that were promised already.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing.")]
internal sealed class CampaignPace(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _line = new(1);
    private double? _perSecond;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private DateTimeOffset _lastUse = clock.GetUtcNow();

    /// <summary>From when on nothing depends on it: its last use, or the first place in time that is still free.</summary>
    public DateTimeOffset IdleSince
    {
        get
        {
            lock (_lock)
            {
                return _next > _lastUse ? _next : _lastUse;
            }
        }
    }

    public double? PerSecond
    {
        get
        {
            lock (_lock)
            {
                return _perSecond;
            }
        }

        set
        {
            lock (_lock)
            {
                _perSecond = value;
                _lastUse = clock.GetUtcNow();
            }
        }
    }

    /// <summary>Recipients per slice: where the lane is slow about a tenth of a second of work, so that little is claimed at a time.</summary>
    public int SliceSize(int most) => PerSecond is { } rate ? (int)Math.Clamp(rate / 10, 1, most) : most;

    /// <summary>Waits until <paramref name="mails"/> may start.</summary>
    public async Task ReserveAsync(int mails, CancellationToken cancellationToken)
    {
        if (PerSecond is null)
        {
            return;
        }

        await _line.WaitAsync(cancellationToken);
        try
        {
            while (Take(mails) is { } wait)
            {
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
        finally
        {
            _line.Release();
        }
    }

    /// <summary>Gives back places that were not used.</summary>
    public void Return(int mails)
    {
        lock (_lock)
        {
            if (_perSecond is { } rate && _next > DateTimeOffset.MinValue + TimeSpan.FromDays(1))
            {
                _next -= Span(mails, rate);
            }
        }
    }

    // Timers know milliseconds: rounded up, so that no place begins before its time.
    private TimeSpan? Take(int mails)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_perSecond is not { } rate)
            {
                return null;
            }

            if (_next > now)
            {
                return TimeSpan.FromMilliseconds(Math.Ceiling((_next - now).TotalMilliseconds));
            }

            _next = now + Span(mails, rate);
            return null;
        }
    }

    private static TimeSpan Span(int mails, double rate) => TimeSpan.FromTicks((long)Math.Ceiling(mails * TimeSpan.TicksPerSecond / rate));
}
