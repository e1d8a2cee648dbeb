using System.Globalization;
using EmailCampaign.LoadTest.Measuring;
using EmailCampaign.LoadTest.Subjects;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>What it costs to survive a power cut too.</summary>
internal sealed class DurabilityScenario : IScenario
{
    private const int Contacts = 50_000;

    private static readonly string[] Choices = ["process-crash", "power-loss"];

    public string Name => "durability";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var trials = Choices.Select(choice => new Trial(
            new CampaignSubject(bench.Options.Console, bench.Options.Workers)
            {
                Name = $"campaign, {choice}",
                Settings = new Dictionary<string, string> { ["Storage__Durability"] = choice },
            },
            material)).ToList();
        var medians = await bench.MeasureAsync(Name, trials, cancellationToken);
        return [.. Choices.Zip(medians, static (choice, run) => new TargetRow(
            $"Storage:Durability={choice}", "mails/s", Bound: null, run.SendingRate,
            string.Create(CultureInfo.InvariantCulture, $"{run.CpuPerMail:0} µs of CPU a mail, import {run.ImportRate:N0} rows/s, whole command {run.Seconds:0.00} s")))];
    }
}
