using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>This product, as a user runs it: the console's <c>launch</c>, with an embedded store in an empty folder.</summary>
internal sealed class CampaignSubject(ConsoleBuild console, int workers) : ISubject
{
    private const double MostlySeen = 0.9;

    public string Name { get; init; } = console.Name;

    /// <summary>Settings besides those that every run has, as variables of the environment.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether the ledger's writes are read from the metrics, which disturbs the times.</summary>
    public bool CountsLedger { get; init; }

    public async Task<Measurement> RunAsync(Material material, ISink sink, CancellationToken cancellationToken)
    {
        var data = System.IO.Directory.CreateDirectory(Path.Combine(material.Folder, "data-" + Path.GetRandomFileName()));
        var metrics = LoopbackPort.Free(1)[0];
        var command = console.Launch(material, sink, "--data", data.FullName);
        command.Environment["Sending__WorkerCount"] = workers.ToString(CultureInfo.InvariantCulture);
        command.Environment["Metrics__Port"] = metrics.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in Settings)
        {
            command.Environment[name] = value;
        }

        try
        {
            return CountsLedger
                ? await CountAsync(command, metrics, material.Contacts, cancellationToken)
                : await MeasureAsync(command, material.Contacts, cancellationToken);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<Measurement> MeasureAsync(ChildCommand command, int mails, CancellationToken cancellationToken)
    {
        var run = await MeasuredProcess.RunAsync(command, cancellationToken);
        return CampaignStatusLine.Read(run.LastLine, mails).Measure(run);
    }

    private async Task<Measurement> CountAsync(ChildCommand command, int port, int mails, CancellationToken cancellationToken)
    {
        var watch = new MetricsWatch(port).Start();
        await using (watch)
        {
            var measured = await MeasureAsync(command, mails, cancellationToken);
            var seen = watch.Value("email_sent_total");
            if (seen < MostlySeen * mails)
            {
                throw new RunFailedException($"{Name}: the metrics that were read last knew of {seen:0} mails only.");
            }

            // The command ends with its last mail, so the last reading is a moment older: what it says is of the mails it knew.
            var all = mails / seen;
            return measured with
            {
                LedgerWrites = watch.Value("ledger_write_duration_seconds_count") * all,
                LedgerBytes = watch.Value("ledger_write_bytes_total") * all,
            };
        }
    }
}
