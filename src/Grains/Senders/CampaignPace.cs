using EmailCampaign.Quotas;

namespace EmailCampaign.Senders;

/// <summary>A campaign's own rate (<c>--rate</c>) as this silo meets it: the permits of all silos together keep it.</summary>
internal sealed class CampaignPace
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly PermitLine _line;
    private double? _perSecond;
    private DateTimeOffset _lastUse;

    /// <param name="lease">Leases permits: how many are wanted, at which rate.</param>
    /// <param name="workers">Slices that may hold permits at a time: the silo's senders.</param>
    public CampaignPace(TimeProvider clock, Func<int, double, Task<PermitBlock>> lease, int workers)
    {
        _clock = clock;
        _lastUse = clock.GetUtcNow();
        _line = new PermitLine(
            (wanted, _) => PerSecond is { } rate ? lease(wanted, rate) : Task.FromResult(new PermitBlock { Count = wanted }), clock, workers);
    }

    /// <summary>From when on nothing depends on it.</summary>
    public DateTimeOffset IdleSince
    {
        get
        {
            lock (_lock)
            {
                return _lastUse;
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
                _lastUse = _clock.GetUtcNow();
            }
        }
    }

    /// <summary>Waits until <paramref name="mails"/> may start.</summary>
    public async Task<HeldPermits> ReserveAsync(int mails, CancellationToken cancellationToken)
        => PerSecond is null ? HeldPermits.None : await _line.HoldAsync(() => mails, cancellationToken);
}
