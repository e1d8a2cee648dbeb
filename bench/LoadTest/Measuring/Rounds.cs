using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Measuring;

/// <summary>Every trial as often as asked for, in turn, so that a slow minute of the machine hits all of them.</summary>
internal sealed class Rounds(int runs, SinkKind kind)
{
    /// <returns>The medians, in the order of the trials.</returns>
    /// <exception cref="RunFailedException">A run failed, or lost a mail.</exception>
    public async Task<IReadOnlyList<Measurement>> RunAsync(IReadOnlyList<Trial> trials, CancellationToken cancellationToken)
    {
        var measured = trials.Select(static _ => new List<Measurement>()).ToList();
        for (var run = 1; run <= runs; run++)
        {
            foreach (var (index, trial) in trials.Index())
            {
                await Console.Error.WriteLineAsync($"run {run} of {runs}: {trial.Subject.Name}, {trial.Material.Contacts:N0} contacts");
                measured[index].Add(await RunAsync(trial, cancellationToken));
            }
        }

        return measured.ConvertAll(Measurement.Median);
    }

    private async Task<Measurement> RunAsync(Trial trial, CancellationToken cancellationToken)
    {
        await using var sink = await kind.StartAsync(cancellationToken);
        var before = sink.Cpu;
        var measured = await trial.Subject.RunAsync(trial.Material, sink, cancellationToken);

        // What it took before anything was measured cost it the same a mail.
        measured = measured with { SinkCpuSeconds = (sink.Cpu - before)?.TotalSeconds * measured.Mails / trial.Mails };
        if (await sink.CountAsync(cancellationToken) is not { } count)
        {
            return measured;
        }

        if (count.Mails != trial.Mails)
        {
            throw new RunFailedException($"{trial.Subject.Name}: the sink took {count.Mails} mails instead of {trial.Mails}.");
        }

        // A sending phase that was measured from outside is the same for all subjects; but the sink saw what was sent before, too.
        return trial.Mails > trial.Material.Contacts ? measured : measured with
        {
            SendingSeconds = count.Between?.TotalSeconds ?? measured.SendingSeconds,
            FirstMailSeconds = (count.FirstAt - measured.StartedAt)?.TotalSeconds,
        };
    }
}
