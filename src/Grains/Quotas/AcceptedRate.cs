namespace EmailCampaign.Quotas;

/// <summary>Mails a second that the silos had accepted over the last two seconds, from their reports.</summary>
internal sealed class AcceptedRate
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private readonly Queue<(DateTimeOffset At, int Count)> _reports = new();
    private DateTimeOffset? _since;

    /// <param name="count">Mails since the silo's last report.</param>
    public void Add(int count, DateTimeOffset now)
    {
        Forget(now);
        if (count > 0)
        {
            _since ??= now - Shortest;
            _reports.Enqueue((now, count));
        }
    }

    public double At(DateTimeOffset now)
    {
        Forget(now);
        if (_since is not { } since)
        {
            return 0;
        }

        var span = now - since < Span ? now - since : Span;
        return _reports.Sum(static report => report.Count) / Math.Max(Shortest.TotalSeconds, span.TotalSeconds);
    }

    /// <summary>
    /// The most within a second of these: what the far side takes, though it took nothing for a while. Silos report twice a second, so it may
    /// be too high by a half, which the next "slow down" sets right at once; too low a rate would be felt for long.
    /// </summary>
    public double Peak(DateTimeOffset now)
    {
        Forget(now);
        var most = _reports.Select(last => _reports
            .Where(report => report.At <= last.At && last.At - report.At < TimeSpan.FromSeconds(1))
            .Sum(static report => report.Count)).DefaultIfEmpty().Max();
        return _since is { } since && now - since < TimeSpan.FromSeconds(1) ? Math.Max(most, At(now)) : most;
    }

    private void Forget(DateTimeOffset now)
    {
        while (_reports.TryPeek(out var oldest) && now - oldest.At > Span)
        {
            _reports.Dequeue();
        }

        if (_reports.Count == 0)
        {
            _since = null;
        }
    }
}
