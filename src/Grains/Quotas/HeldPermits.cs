namespace EmailCampaign.Quotas;

/// <summary>Permits that a slice holds until it is sent.</summary>
/// <param name="line">Where they are from; null where there is no limit.</param>
internal sealed class HeldPermits(PermitLine? line, Permit[] permits, IDisposable? ticket = null)
{
    private readonly IDisposable? _ticket = ticket;
    private Permit[] _permits = permits;

    /// <summary>Of a lane without limits.</summary>
    public static HeldPermits None { get; } = new(line: null, []);

    /// <summary>Mails that they are for; null where there is no limit.</summary>
    public int? Count { get; } = line is null ? null : permits.Length;

    /// <summary>The time of the last of them by the quota's clock; null where there is no limit, or nothing is held any more.</summary>
    public DateTimeOffset? At => _permits is { Length: > 0 } held ? held[^1].At : null;

    /// <summary>Waits until the mails may start, should they be ahead of the others, or much too late.</summary>
    /// <returns>Whether they may start.</returns>
    public async Task<bool> OnTimeAsync()
    {
        if (line is null || _permits is not { Length: > 0 } held)
        {
            return true;
        }

        _permits = await line.OnTimeAsync(held) ?? [];
        return _permits.Length > 0;
    }

    /// <summary>Gives back what was not used. Safe to repeat: the second time nothing is left.</summary>
    /// <param name="unused">Mails that were not sent; below 0 for those that were sent beyond the permits.</param>
    public void Return(int unused)
    {
        _ticket?.Dispose();
        if (Interlocked.Exchange(ref _permits, []) is not { Length: > 0 } held || line is null)
        {
            return;
        }

        if (unused < 0)
        {
            line.Owe(-unused);
        }
        else if (unused > 0)
        {
            line.Return(held[^Math.Min(unused, held.Length)..]);
        }
    }
}
