using System.Diagnostics;

namespace EmailCampaign.Testing.Clusters;

/// <summary>How much a count grows in a second, over the last while.</summary>
public sealed class RateMeter(Func<int> count, TimeSpan window)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly Queue<(long At, int Count)> _samples = new();

    /// <summary>At the last sample.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Looks at the count; to be called often.</summary>
    /// <returns>The rate over the window before, or since the last look when that was longer ago.</returns>
    public double Sample()
    {
        var (now, current) = (Stopwatch.GetTimestamp(), count());
        _samples.Enqueue((now, current));

        // One sample from before the window is kept: a rate over a moment says nothing.
        while (_samples.Count > 2 && Stopwatch.GetElapsedTime(_samples.ElementAt(1).At, now) > window)
        {
            _samples.Dequeue();
        }

        var (at, first) = _samples.Peek();
        var elapsed = Stopwatch.GetElapsedTime(at, now).TotalSeconds;
        return PerSecond = elapsed > 0 ? (current - first) / elapsed : 0;
    }

    /// <summary>Looks until the window is full.</summary>
    public async Task FullAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < window)
        {
            Sample();
            await Task.Delay(Interval);
        }
    }
}
