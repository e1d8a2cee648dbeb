using System.Globalization;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>The same campaign through one silo over PostgreSQL, against SQLite.</summary>
internal sealed class PostgresScenario(string name, int contacts) : IScenario
{
    private const double Most = 1.2;

    public string Name => name;

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        const string What = "PostgreSQL, its own processes not counted: CPU per mail against SQLite";
        var (server, reason) = await bench.PostgresAsync(cancellationToken);
        if (server is null)
        {
            return [TargetRow.Skipped(What, "×", Bound.AtMost(Most), reason!)];
        }

        var material = await bench.MaterialAsync(contacts, cancellationToken);
        var cluster = new ClusterSubject(bench.Options.Console, server, silos: 1, bench.Options.Workers) { Name = "silo over PostgreSQL" };
        var medians = await bench.MeasureAsync(Name, [new(bench.Campaign(), material), new(cluster, material)], cancellationToken);
        return [Ratios.Of(string.Create(CultureInfo.InvariantCulture, $"{What}, {material.Contacts:N0} contacts"), Bound.AtMost(Most), medians[1], medians[0], static run => run.CpuPerMail, "0", "µs", "")];
    }
}
