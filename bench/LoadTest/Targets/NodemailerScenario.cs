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
        var peer = await bench.NodemailerAsync();
        if (peer.Subject is not { } nodemailer)
        {
            return [TargetRow.Skipped(What, "×", Bound.AtLeast(Least), peer.Reason)];
        }

        var material = await bench.MaterialAsync(Contacts, cancellationToken);
        var medians = await bench.MeasureAsync(Name, [new(bench.Campaign(), material), new(nodemailer, material)], cancellationToken);
        return [Ratios.Of(What, Bound.AtLeast(Least), medians[0], medians[1], static run => run.SendingRate, "N0", "mails/s", "")];
    }
}
