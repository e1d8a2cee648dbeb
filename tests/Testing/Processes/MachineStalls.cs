using System.Collections.Concurrent;
using System.Diagnostics;

namespace EmailCampaign.Testing.Processes;

/// <summary>
/// Notices when this machine gives nobody a turn: a thread that wakes every few milliseconds writes down when it wakes late. What is
/// measured in such a moment says nothing about the program.
/// </summary>
public sealed class MachineStalls : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(40);

    private readonly ConcurrentQueue<(long From, long To)> _stalls = new();
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;

    public MachineStalls()
    {
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    public int Count => _stalls.Count;

    /// <summary>Whether there was one between two <see cref="Stopwatch"/> times.</summary>
    public bool Any(long from, long to) => _stalls.Any(stall => stall.From < to && stall.To > from);

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        for (var last = Stopwatch.GetTimestamp(); !_end.Wait(Interval);)
        {
            var now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(last, now) > Late)
            {
                _stalls.Enqueue((last, now));
            }

            last = now;
        }
    }
}
