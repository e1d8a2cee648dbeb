using System.Globalization;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>A campaign on SQLite against the Go loop, and how long its import took.</summary>
/// <param name="name">By which it is chosen.</param>
/// <param name="contacts">Recipients.</param>
/// <param name="rate">Times the Go loop's rate while sending, at least.</param>
/// <param name="whole">Times its wall time, at most.</param>
/// <param name="cpu">Times its processor time, at most.</param>
internal sealed class GoLoopScenario(string name, int contacts, double rate, double whole, double cpu) : IScenario
{
    private const double ImportRate = 150_000;
    private const double ImportShare = 0.3;

    public string Name => name;

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var material = await bench.MaterialAsync(contacts, cancellationToken);
        var go = await bench.GoLoopAsync();
        List<Trial> trials = [new(bench.Campaign(), material)];
        if (go.Subject is { } subject)
        {
            trials.Add(new(subject, material));
        }

        var medians = await bench.MeasureAsync(Name, trials, cancellationToken);
        var campaign = medians[0];
        return [.. Against(medians.ElementAtOrDefault(1)), .. Import(campaign)];

        IEnumerable<TargetRow> Against(Measurement? other)
        {
            yield return Ratio("sending phase, SMTP, SQLite: rate against the Go loop's", Bound.AtLeast(rate), static run => run.SendingRate, "N0", "mails/s");
            yield return Ratio("whole command: wall time against the Go loop's", Bound.AtMost(whole), static run => run.Seconds, "0.00", "s");
            yield return Ratio("whole command: CPU per mail against the Go loop's", Bound.AtMost(cpu), static run => run.CpuPerMail, "0", "µs");

            TargetRow Ratio(string what, Bound bound, Func<Measurement, double?> figure, string format, string unit)
                => Ratios.Of(string.Create(CultureInfo.InvariantCulture, $"{what}, {campaign.Mails:N0} contacts"), bound, campaign, other, figure, format, unit, go.Reason);
        }
    }

    private static IEnumerable<TargetRow> Import(Measurement campaign)
    {
        yield return new(
            string.Create(CultureInfo.InvariantCulture, $"import, durable, {campaign.Mails:N0} contacts"), "rows/s", Bound.AtLeast(ImportRate), campaign.ImportRate,
            string.Create(CultureInfo.InvariantCulture, $"{campaign.ImportSeconds:0.00} s"));
        yield return new(
            string.Create(CultureInfo.InvariantCulture, $"import against the time of sending, {campaign.Mails:N0} contacts"), "×", Bound.AtMost(ImportShare),
            campaign.ImportSeconds / campaign.SendingSeconds,
            string.Create(CultureInfo.InvariantCulture, $"{campaign.ImportSeconds:0.00} s and {campaign.SendingSeconds:0.00} s"));
    }
}
