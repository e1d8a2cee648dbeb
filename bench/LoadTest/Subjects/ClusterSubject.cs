using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Programs;
using EmailCampaign.LoadTest.Sinks;
using EmailCampaign.Testing.Clusters;
using EmailCampaign.Testing.Postgres;

namespace EmailCampaign.LoadTest.Subjects;

/// <summary>
/// This product as a cluster: silos over an empty PostgreSQL database, and the console's <c>launch --cluster</c>. The command is the
/// console's; the silos run before it, as they do in operation. Their processor time counts from when all are ready.
/// </summary>
internal sealed class ClusterSubject(ConsoleBuild console, PostgresServer database, int silos, int workers) : ISubject
{
    public required string Name { get; init; }

    /// <summary>Contacts that the silos send to before they are measured, so that they are as warm as silos are that have run for a while.</summary>
    public Material? WarmUp { get; init; }

    public async Task<Measurement> RunAsync(Material material, ISink sink, CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync(cancellationToken);
        await using var cluster = new TestCluster(connectionString).Set("Sending__WorkerCount", workers.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, value) in sink.Settings)
        {
            cluster.Set(name, value);
        }

        for (var silo = 0; silo < silos; silo++)
        {
            await cluster.StartAsync(SiloHost.Here, connectionString, console.Silo);
        }

        if (WarmUp is not null)
        {
            var first = await MeasuredProcess.RunAsync(console.Launch(WarmUp, sink, "--cluster", connectionString, "--id", "warm-up"), cancellationToken);
            CampaignStatusLine.Read(first.LastLine, WarmUp.Contacts);
        }

        var before = Cpu(cluster);
        var run = await MeasuredProcess.RunAsync(console.Launch(material, sink, "--cluster", connectionString, "--id", "measured"), cancellationToken);
        var cpu = (Cpu(cluster) - before).TotalSeconds;
        var measured = CampaignStatusLine.Read(run.LastLine, material.Contacts).Measure(run);
        return measured with
        {
            CpuSeconds = measured.CpuSeconds + cpu,
            SiloCpuSeconds = cpu,
            PeakBytes = Math.Max(measured.PeakBytes, cluster.Seats.Max(static seat => ChildUsage.PeakMemory(seat.Process!.Id))),
        };
    }

    private static TimeSpan Cpu(TestCluster cluster) => cluster.Seats
        .Select(static seat => ChildUsage.Cpu(seat.Process!.Id) ?? throw new RunFailedException($"A silo has ended: {seat}"))
        .Aggregate(TimeSpan.Zero, static (sum, one) => sum + one);
}
