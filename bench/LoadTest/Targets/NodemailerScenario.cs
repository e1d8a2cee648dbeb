namespace EmailCampaign.LoadTest.Targets;

/// <summary>A campaign on SQLite against nodemailer's pool.</summary>
internal sealed class NodemailerScenario : IScenario
{
    private const int Contacts = 50_000;
    private const double Least = 12;

    public string Name => "nodemailer";

    public async Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken)
    {
        const string What = "sending phase, SMTP, SQLite: rate against nodemailer's pool";
        var (usual, lean) = (await bench.NodemailerAsync(), await bench.LeanNodemailerAsync());
        if (usual.Subject is null || lean.Subject is null)
        {
            return [TargetRow.Skipped(What, "×", Bound.AtLeast(Least), usual.Reason)];
        }

        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var medians = await bench.MeasureAsync(Name, [new(bench.Campaign(), material), new(usual.Subject, material), new(lean.Subject, material)], cancellationToken);
        return
        [
            Ratios.Of(What, Bound.AtLeast(Least), medians[0], medians[1], static run => run.SendingRate, "N0", "mails/s", ""),
            Ratios.Of($"{What}, its mails in flight counted", bound: null, medians[0], medians[2], static run => run.SendingRate, "N0", "mails/s", ""),
        ];
    }
}
