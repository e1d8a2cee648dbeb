using System.Diagnostics;

namespace EmailCampaign.Testing.Processes;

/// <summary>Waits for something outside this process, which has no signal to await; fails with what was seen last.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns once <paramref name="reached"/> says so.</summary>
    /// <param name="reached">Asked every 10 ms.</param>
    /// <param name="saw">What a failure shows.</param>
    /// <param name="limit">Default: 60 s.</param>
    /// <exception cref="TimeoutException">It was not reached in time; the message says what was seen.</exception>
    public static async Task TrueAsync(Func<bool> reached, Func<string> saw, TimeSpan? limit = null)
    {
        var bound = limit ?? TimeSpan.FromSeconds(60);
        var started = Stopwatch.GetTimestamp();
        while (!reached())
        {
            if (Stopwatch.GetElapsedTime(started) > bound)
            {
                throw new TimeoutException($"Not reached within {bound.TotalSeconds:0.#} s. Seen: {saw()}");
            }

            await Task.Delay(Interval);
        }
    }
}
