using System.ComponentModel;
using System.Diagnostics;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>Runs a child process to its end and says what it took.</summary>
internal static class MeasuredProcess
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    // Nothing that is measured here takes so long; what does hangs.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <exception cref="RunFailedException">It could not be started, did not end with 0, or did not end at all.</exception>
    public static async Task<MeasuredRun> RunAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(Limit);
        try
        {
            return await RunToEndAsync(command, limited.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RunFailedException($"{command.Program} was ended after {Limit.TotalMinutes:0} minutes.");
        }
    }

    private static async Task<MeasuredRun> RunToEndAsync(ChildCommand command, CancellationToken cancellationToken)
    {
        var (before, machineBefore) = (ChildUsage.CpuOfEndedChildren(), ChildUsage.CpuOfMachine());
        var startedAt = TimeProvider.System.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        using var process = Start(command);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var ended = process.WaitForExitAsync(cancellationToken);
            var peak = 0L;
            do
            {
                peak = Math.Max(peak, ChildUsage.PeakMemory(process.Id));
            }
            while (await Task.WhenAny(ended, Task.Delay(LookEvery, cancellationToken)) != ended && !cancellationToken.IsCancellationRequested);

            await ended;
            var elapsed = Stopwatch.GetElapsedTime(started);
            var machine = ChildUsage.CpuOfMachine() - machineBefore;
            var cpu = (ChildUsage.CpuOfEndedChildren() - before) ?? process.TotalProcessorTime;
            var lines = (await output).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return process.ExitCode == 0
                ? new MeasuredRun(startedAt, elapsed, cpu, peak, machine, lines.LastOrDefault() ?? "")
                : throw new RunFailedException($"{command.Program} ended with {process.ExitCode}:{Environment.NewLine}{await error}{lines.LastOrDefault()}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ChildCommand command)
    {
        try
        {
            return Process.Start(command.ToStartInfo())!;
        }
        catch (Win32Exception exception)
        {
            throw new RunFailedException($"'{command.Program}' cannot be started: {exception.Message}");
        }
    }
}
