namespace EmailCampaign.Senders;

/// <summary>
/// A campaign's own rate limit on this silo (<c>--rate</c>): a virtual schedule on which every mail has its place. What was reserved
/// and not used is given back.
/// </summary>
internal sealed class CampaignPace(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private double? _perSecond;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

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
            }
        }
    }

    /// <summary>Recipients per slice: where the lane is slow about a tenth of a second of work, so that little is claimed at a time.</summary>
    public int SliceSize(int most) => PerSecond is { } rate ? (int)Math.Clamp(rate / 10, 1, most) : most;

    /// <summary>Waits until <paramref name="mails"/> may start.</summary>
    public async Task ReserveAsync(int mails, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            if (_perSecond is not { } rate)
            {
                return;
            }

            var now = clock.GetUtcNow();
            var start = _next > now ? _next : now;
            wait = start - now;
            _next = start + TimeSpan.FromSeconds(mails / rate);
        }

        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await Task.Delay(wait, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Return(mails);
            throw;
        }
    }

    /// <summary>Gives back places that were not used.</summary>
    public void Return(int mails)
    {
        lock (_lock)
        {
            if (_perSecond is { } rate && _next > DateTimeOffset.MinValue + TimeSpan.FromDays(1))
            {
                _next -= TimeSpan.FromSeconds(mails / rate);
            }
        }
    }
}
