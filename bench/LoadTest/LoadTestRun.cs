using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest;

/// <summary>One load test: every subject as often as asked for, in turn, so that a slow minute of the machine hits all of them.</summary>
internal sealed class LoadTestRun(LoadTestOptions options)
{
    /// <returns>0, or 1 when a run failed or lost a mail.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("campaign-loadtest-");
        try
        {
            var material = await Material.WriteAsync(folder.FullName, options.Contacts, cancellationToken);
            List<ISubject> subjects = [new CampaignSubject(options.Workers)];
            if (options.BareMailKit)
            {
                subjects.Add(new BareMailKitSubject(options.Workers));
            }

            subjects.AddRange(options.Peers.Select(static command => new PeerSubject(command)));
            var measured = subjects.ConvertAll(static _ => new List<Measurement>());
            for (var run = 1; run <= options.Runs; run++)
            {
                foreach (var (index, subject) in subjects.Index())
                {
                    await Console.Error.WriteLineAsync($"run {run} of {options.Runs}: {subject.Name}");
                    measured[index].Add(await RunAsync(subject, material, cancellationToken));
                }
            }

            foreach (var line in Report.Of([.. subjects.Select((subject, index) => (subject.Name, Measurement.Median(measured[index])))], options))
            {
                await Console.Out.WriteLineAsync(line);
            }

            return 0;
        }
        catch (RunFailedException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<Measurement> RunAsync(ISubject subject, Material material, CancellationToken cancellationToken)
    {
        if (options.Smtp is { } target)
        {
            return await subject.RunAsync(material, target, cancellationToken);
        }

        // A sink for each run: what the last one remembers slows nobody down, and its count is this run's.
        await using var sink = await SinkProcess.StartAsync(cancellationToken);
        var measurement = await subject.RunAsync(material, sink.Target, cancellationToken);
        var (taken, between) = await sink.CountAsync(cancellationToken);
        return taken == material.Contacts
            ? measurement.SentWithin(between, taken)
            : throw new RunFailedException($"{subject.Name}: the sink took {taken} mails instead of {material.Contacts}.");
    }
}
