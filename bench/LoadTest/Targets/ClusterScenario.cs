using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>What a mail costs three silos on this machine, against one. All have sent a little before, as silos in operation have.</summary>
internal sealed class ClusterScenario : IScenario
{
    private const int Contacts = 200_000;
    private const int WarmUp = 20_000;
    private const int Silos = 3;
    private const double Most = 1.2;

    public string Name => "cluster";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"cluster over PostgreSQL: CPU per mail of {Silos} silos against one");
        var (server, reason) = await bench.PostgresAsync(cancellationToken);
        if (server is null)
        {
            return [TargetRow.Skipped(what, "×", Bound.AtMost(Most), reason!)];
        }

        var (material, first) = (await bench.MaterialAsync(Contacts, cancellationToken), await bench.MaterialAsync(WarmUp, cancellationToken));
        var trials = new[] { 1, Silos }.Select(silos => new Trial(
            new ClusterSubject(bench.Options.Console, server, silos, bench.Options.Workers)
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{silos} silo{(silos > 1 ? "s" : "")} over PostgreSQL"),
                WarmUp = first,
            },
            material)
        {
            Mails = material.Contacts + first.Contacts,
        }).ToList();
        var medians = await bench.MeasureAsync(Name, trials, cancellationToken);
        return [Ratios.Of(string.Create(CultureInfo.InvariantCulture, $"{what}, {material.Contacts:N0} contacts"), Bound.AtMost(Most), medians[1], medians[0], static run => run.SiloCpuPerMail, "0", "µs", "")];
    }
}
