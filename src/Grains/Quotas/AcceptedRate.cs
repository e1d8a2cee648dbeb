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
