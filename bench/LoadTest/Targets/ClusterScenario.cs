using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>
/// What a mail costs three silos on this machine, against one, when each has sent as many before, as silos in operation have. Beside it: what it costs three
/// consoles at once, which share nothing but the machine, against one.
/// </summary>
internal sealed class ClusterScenario : IScenario
{
    private const int Contacts = 200_000;
    private const int WarmUpOfSilo = 100_000;
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

        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var trials = new List<Trial>();
        foreach (var silos in (int[])[1, Silos])
        {
            var first = await bench.MaterialAsync(silos * WarmUpOfSilo, cancellationToken);
            var subject = new ClusterSubject(bench.Options.Console, server, silos, bench.Options.Workers)
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"{silos} silo{(silos > 1 ? "s" : "")} over PostgreSQL"),
                WarmUp = first,
            };
            trials.Add(new(subject, material) { Mails = material.Contacts + first.Contacts });
        }

        var third = await bench.MaterialAsync(Contacts / Silos, cancellationToken);
        trials.Add(new(bench.Campaign(), third));
        trials.Add(new(new SeveralSubject(bench.Campaign(), Silos) { Name = string.Create(CultureInfo.InvariantCulture, $"{Silos} at once") }, third) { Mails = Silos * third.Contacts });

        var medians = await bench.MeasureAsync(Name, trials, cancellationToken);
        return
        [
            Ratios.Of(string.Create(CultureInfo.InvariantCulture, $"{what}, {material.Contacts:N0} contacts"), Bound.AtMost(Most), medians[1], medians[0], static run => run.SiloCpuPerMail, "0", "µs", ""),
            Ratios.Of(
                string.Create(CultureInfo.InvariantCulture, $"{Silos} consoles at once, each its own SQLite, against one: CPU per mail, {third.Contacts:N0} contacts each"),
                bound: null, medians[3], medians[2], static run => run.CpuPerMail, "0", "µs", ""),
        ];
    }
}
