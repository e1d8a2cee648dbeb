namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>What Kubernetes is to a pod: starts the silo of a seat again whenever it has ended, and knows which ends are no surprise.</summary>
internal sealed class SeatKeeper(SiloSeat seat, Action<string> say, Action<string> complain)
{
    private const int Killed = 128 + 9;
    private const int Done = 0;
    private const int Gone = 1;
    private const int Refused = 2;
    private const int Unreachable = 3;

    // Sending:DrainTimeout, what the silo may take after it, and patience with a busy machine.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30 + 15 + 15);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private int? _expected;
    private TimeSpan _pause;
    private volatile bool _busy;

    public SiloSeat Seat => seat;

    /// <summary>Silos lost here with whatever they had claimed: killed, hung, or given up by the cluster.</summary>
    public int Losses { get; private set; }

    /// <summary>Whether the silo is there and nothing is being done to it.</summary>
    public bool IsUp => !_busy && seat.IsReady;

    public async Task KillAsync(TimeSpan pause)
    {
        (_expected, _pause, _busy) = (Killed, pause, true);
        Losses++;
        await seat.KillAsync();
    }

    public async Task TerminateAsync(TimeSpan pause)
    {
        (_expected, _pause, _busy) = (Done, pause, true);
        var process = seat.Process!;
        await process.SignalAsync("TERM");
        if (!await EndsAsync(process, StopLimit))
        {
            complain($"silo {seat.Number} did not end within {StopLimit.TotalSeconds} s of SIGTERM");
            _expected = Killed;
            Losses++;
            await process.KillAsync();
        }
    }

    /// <summary>Stops the process for a while; returns when it runs again.</summary>
    public async Task HangAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        _busy = true;
        Losses++;
        await seat.HangAsync();
        await Task.Delay(pause, cancellationToken);
        await seat.WakeAsync();
        _busy = false;
    }

    /// <summary>Keeps a silo in the seat until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            while (seat.IsRunning)
            {
                await Task.Delay(Glance, cancellationToken);
            }

            var exit = await seat.Process!.ExitAsync();
            Judge(exit);
            _expected = null;
            await Task.Delay(_pause, cancellationToken);
            _pause = TimeSpan.FromSeconds(1);
            seat.Begin();
            _busy = false;
        }
    }

    private void Judge(int exit)
    {
        if (exit == _expected)
        {
            return;
        }

        switch (exit)
        {
            case Gone when seat.HasBeenReady:
                Losses++;
                say($"{seat.Number} gone");
                break;
            case Unreachable or Refused when !seat.HasBeenReady && seat.Process!.Error.Length > 0:
                // No database for a minute, or a port that another program has taken meanwhile: it says so, and is started again.
                say($"{seat.Number} not started ({exit})");
                break;
            default:
                Losses++;
                complain($"silo {seat.Number} ended with {exit}{(_expected is { } expected ? $" instead of {expected}" : "")}: {seat.Process!.Error}");
                break;
        }
    }

    private static async Task<bool> EndsAsync(Processes.RunningProcess process, TimeSpan limit)
    {
        try
        {
            await process.ExitAsync(limit);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
