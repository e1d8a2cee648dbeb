using EmailCampaign.Campaigns;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Reports;

/// <summary>What to do next about a campaign, the most pressing first.</summary>
internal static class NextSteps
{
    public static IReadOnlyList<NextStep> Of(CampaignReport report)
    {
        var id = report.Campaign.Id;
        return
        [
            .. Going(report.Campaign, id),
            .. report.Counts.Dead > 0 ? Dead(id) : [],
            .. report.Counts.InDoubt > 0 ? InDoubt(report.Campaign, id) : [],
            .. report.Campaign.Rows.Rejected > 0 && report.Campaign.PauseReason != PauseReason.ImportStopped ? Rejected(id) : [],
            .. report.Campaign.Phase is CampaignPhase.Completed or CampaignPhase.Cancelled ? Finished(id) : [],
        ];
    }

    private static IEnumerable<NextStep> Going(CampaignStatus campaign, string id) => campaign switch
    {
        { Phase: CampaignPhase.Importing } => [new("The contacts are not all stored yet. This finishes the import, with the same file.", $"campaign resume {id} FILE")],
        { Phase: CampaignPhase.Paused, PauseReason: PauseReason.ImportStopped } =>
        [
            new("The import stopped. These are the rows that were not accepted:", $"campaign rejects {id} --export rejects.csv"),
            new("Repair the file, give this campaign up, and launch the file again.", $"campaign cancel {id}"),
        ],
        { Phase: CampaignPhase.Paused, ResumeAt: { } at } =>
        [
            new($"It goes on by itself at {Words.Utc(at)}{(campaign.SiloSends ? "" : ", if 'campaign run' is kept going until then")}. This tries at once:", $"campaign resume {id}"),
            GiveUp(id),
        ],
        { Phase: CampaignPhase.Paused } => [new("It is paused. Once the reason is dealt with, this goes on where it stopped:", $"campaign resume {id}"), GiveUp(id)],
        { Phase: CampaignPhase.Sending, SiloSends: false } => [new("Nothing is sending it at the moment. This goes on:", $"campaign resume {id}"), GiveUp(id)],
        { Phase: CampaignPhase.Sending } => [new("It is being sent. This watches it:", $"campaign status {id} --watch")],
        { Phase: CampaignPhase.Scheduled, SiloSends: false } => [new("Nothing is running. Keep this going so that the campaign starts in time:", "campaign run")],
        { Phase: CampaignPhase.Scheduled } => [new("It starts by itself.", null)],
        _ => [],
    };

    private static NextStep GiveUp(string id) => new("Or give it up: what was not sent stays unsent.", $"campaign cancel {id}");

    private static IEnumerable<NextStep> Dead(string id) =>
    [
        new("Dead letters, with all columns of the contact file: correct the addresses and launch the file as a campaign of its own.", $"campaign dead-letters export {id} --export dead-letters.csv"),
        new("Or mark them as dealt with: they are kept, and no longer counted as dead.", $"campaign dead-letters discard {id}"),
    ];

    // A cancelled campaign sends nothing any more.
    private static IEnumerable<NextStep> InDoubt(CampaignStatus campaign, string id) =>
    [
        new("Recipients in doubt: the mail may have arrived. Ask the provider's log, or the recipients.", $"campaign dead-letters list {id} --in-doubt"),
        .. campaign.Phase == CampaignPhase.Cancelled
            ? Enumerable.Empty<NextStep>()
            : [new("To mail them once more, knowing that some may then have it twice:", $"campaign dead-letters replay {id} --in-doubt")],
        new("Or leave them and mark them as dealt with:", $"campaign dead-letters discard {id} --in-doubt"),
    ];

    private static IEnumerable<NextStep> Rejected(string id)
        => [new("Rows of the contact file that were not accepted, with line and reason:", $"campaign rejects {id} --export rejects.csv")];

    private static IEnumerable<NextStep> Finished(string id) =>
    [
        new("Contacts are personal data. This keeps what has to be kept:", $"campaign export {id} {id}.zip"),
        new("And this deletes the campaign for good:", $"campaign delete {id}"),
    ];
}
