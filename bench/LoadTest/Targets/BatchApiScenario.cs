using System.Globalization;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>A campaign through an API that takes batches.</summary>
internal sealed class BatchApiScenario : IScenario
{
    private const int Contacts = 200_000;
    private const double LeastPerSecond = 15_000;

    private static readonly TimeSpan EachCall = TimeSpan.FromMilliseconds(20);

    public string Name => "batch-api";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var run = (await bench.MeasureAsync(Name, [new(bench.Campaign(), material)], cancellationToken, SinkKind.Resend(EachCall)))[0];
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"batch API, {EachCall.TotalMilliseconds:0} ms a call of 100, one silo, {material.Contacts:N0} contacts"), "mails/s",
                Bound.AtLeast(LeastPerSecond), run.SendingRate,
                string.Create(CultureInfo.InvariantCulture, $"{run.CpuPerMail:0} µs of CPU a mail, the fake {run.SinkCpuPerMail:0} µs")),
        ];
    }
}
