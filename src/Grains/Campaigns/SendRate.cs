namespace EmailCampaign.Campaigns;

/// <summary>Mails per second over the last ten seconds or so.</summary>
internal sealed class SendRate(TimeProvider clock)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(10);

    private readonly Queue<(long At, int Sent)> _samples = new();

    public double PerSecond { get; private set; }

    public void Sample(int sent)
    {
        var now = clock.GetTimestamp();
        _samples.Enqueue((now, sent));
        while (_samples.Count > 2 && clock.GetElapsedTime(_samples.Peek().At, now) > Span)
        {
            _samples.Dequeue();
        }

        var (at, first) = _samples.Peek();
        var elapsed = clock.GetElapsedTime(at, now).TotalSeconds;
        PerSecond = elapsed > 0 ? Math.Max(0, (sent - first) / elapsed) : 0;
    }
}
