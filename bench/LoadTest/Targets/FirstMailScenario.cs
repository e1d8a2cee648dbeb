using System.Globalization;
using EmailCampaign.LoadTest.Sinks;

namespace EmailCampaign.LoadTest.Targets;

/// <summary>From the start of the command to the first mail on the wire; by the built-in sink, which has a clock.</summary>
internal sealed class FirstMailScenario : IScenario
{
    private const int Contacts = 1000;
    private const double MostSeconds = 3;

    public string Name => "first-mail";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var medians = await bench.MeasureAsync(Name, [new(bench.Campaign(), material)], cancellationToken, SinkKind.BuiltIn);
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"start of the command to the first mail, {material.Contacts:N0} contacts"), "s", Bound.AtMost(MostSeconds),
                medians[0].FirstMailSeconds, string.Create(CultureInfo.InvariantCulture, $"the whole command {medians[0].Seconds:0.00} s")),
        ];
    }
}
