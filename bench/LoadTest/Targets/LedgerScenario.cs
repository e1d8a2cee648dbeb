using System.Globalization;
using EmailCampaign.LoadTest.Sinks;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>What the ledger writes, by the silo's own metrics.</summary>
internal sealed class LedgerScenario : IScenario
{
    private const int Contacts = 50_000;
    private const int QueueIdLength = 40;
    private const double MostWrites = 25;
    private const double MostBytes = 1024;

    public string Name => "ledger";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var campaign = new CampaignSubject(bench.Options.Console, bench.Options.Workers) { CountsLedger = true };
        var run = (await bench.MeasureAsync(Name, [new(campaign, material)], cancellationToken, SinkKind.WithQueueIds(QueueIdLength)))[0];
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"ledger writes per 1,000 mails, {bench.Options.Workers} workers"), "writes",
                Bound.AtMost(MostWrites), run.LedgerWrites * 1000 / run.Mails, string.Create(CultureInfo.InvariantCulture, $"{run.LedgerWrites:N0} in all")),
            new(
                string.Create(CultureInfo.InvariantCulture, $"bytes that they write per mail, queue ids of {QueueIdLength} characters"), "bytes",
                Bound.AtMost(MostBytes), run.LedgerBytes / run.Mails, string.Create(CultureInfo.InvariantCulture, $"{run.LedgerBytes / run.LedgerWrites:N0} a write")),
        ];
    }
}
