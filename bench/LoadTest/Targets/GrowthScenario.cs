using System.Globalization;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>
/// What a mail costs in small and in large campaigns, and the memory for them. The start of the command costs the same in all, so what is
/// compared is what each mail more costs: from one size to the next.
/// </summary>
internal sealed class GrowthScenario : IScenario
{
    private const int Million = 1_000_000;
    private const double MostGrowth = 1.1;
    private const double MostMemoryGrowth = 1.3;
    private const double MostMegabytes = 400;
    private const double Megabyte = 1024 * 1024;

    private static readonly int[] Sizes = [10_000, 50_000, 200_000];

    public string Name => "growth";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var trials = new List<Trial>();
        foreach (var size in bench.Options.Million ? [.. Sizes, Million] : Sizes)
        {
            trials.Add(new(bench.Campaign(), await bench.MaterialAsync(size, cancellationToken)));
        }

        var medians = await bench.MeasureAsync(Name, trials, cancellationToken);
        var steps = medians.Zip(medians.Skip(1), static (small, large) => (CpuMicroseconds(small, large), large.Mails)).ToList();
        var (few, most) = (medians[1], medians[^1]);
        var growth = string.Join(", ", steps.Select(static step => string.Create(CultureInfo.InvariantCulture, $"{step.Item1:0} µs up to {step.Mails:N0}")));
        return
        [
            new(
                $"CPU of each mail more, the last step against the first ({(bench.Options.Million ? "up to a million" : "a million was not asked for")})", "×",
                Bound.AtMost(MostGrowth), steps[^1].Item1 / steps[0].Item1, $"{growth}; whole commands: {Wholes(medians)}"),
            new(
                string.Create(CultureInfo.InvariantCulture, $"peak memory at {most.Mails:N0} against {few.Mails:N0} contacts"), "×",
                Bound.AtMost(MostMemoryGrowth), most.PeakBytes / few.PeakBytes,
                string.Create(CultureInfo.InvariantCulture, $"{most.PeakBytes / Megabyte:0} against {few.PeakBytes / Megabyte:0} MB")),
            new(
                string.Create(CultureInfo.InvariantCulture, $"peak memory at {most.Mails:N0} contacts"), "MB",
                Bound.AtMost(MostMegabytes), most.PeakBytes / Megabyte, ""),
        ];
    }

    private static double CpuMicroseconds(Measurement small, Measurement large)
        => (large.CpuSeconds - small.CpuSeconds) * 1_000_000 / (large.Mails - small.Mails);

    private static string Wholes(IEnumerable<Measurement> runs)
        => string.Join(", ", runs.Select(static run => string.Create(CultureInfo.InvariantCulture, $"{run.CpuPerMail:0} µs at {run.Mails:N0}")));
}
