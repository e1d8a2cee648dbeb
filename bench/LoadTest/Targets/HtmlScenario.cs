using System.Globalization;
using EmailCampaign.LoadTest.Measuring;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>A large mail and a long row, with what bounds it.</summary>
internal sealed class HtmlScenario : IScenario
{
    private const int Contacts = 20_000;

    // The processors are what bounds a run that keeps them busy for so much of its time.
    private const double Busy = 0.85;

    public string Name => "html";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var material = await bench.MaterialAsync(Contacts, cancellationToken, MaterialKind.Html);
        var run = (await bench.MeasureAsync(Name, [new(bench.Campaign(), material)], cancellationToken))[0];
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"HTML mail of 40 KB, 10 variables, rows 5 times as long, {material.Contacts:N0} contacts"), "mails/s",
                Bound: null, run.SendingRate, Limit(run)),
        ];
    }

    private static string Limit(Measurement run)
    {
        var (campaign, sink, others) = (run.CpuSeconds / run.Seconds, run.SinkCpuSeconds / run.Seconds ?? 0, run.OtherProcessors ?? 0);
        var bound = campaign + sink + others >= Busy * Environment.ProcessorCount ? "bounded by the processors" : "not bounded by the processors: it waits";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{run.CpuPerMail:0} µs of CPU a mail, import {run.ImportRate:N0} rows/s; {bound} (campaign {campaign:0.00}, sink {sink:0.00}, others {others:0.00} of {Environment.ProcessorCount})");
    }
}
