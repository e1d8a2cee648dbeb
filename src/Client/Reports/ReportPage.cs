using System.Globalization;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Reports;

/// <summary>A report in the words of its page: what the template shows, and nothing else.</summary>
/// <param name="report">The report.</param>
/// <param name="masked">Whether its addresses were taken out.</param>
internal sealed class ReportPage(CampaignReport report, bool masked)
{
    private readonly CampaignStatus _campaign = report.Campaign;

    public string Id => _campaign.Id;

    public string Name => Printable.Field(_campaign.Name);

    public string Phase => KebabNames.Of(_campaign.Phase);

    public bool Masked => masked;

    public string MadeAt => Words.Utc(report.To);

    /// <summary>The campaign in one sentence.</summary>
    public string Headline => ReportWords.Headline(report);

    public string? Reason => _campaign.Reason is { Length: > 0 } reason ? Printable.Field(reason) : null;

    public IReadOnlyList<string> Notices => [.. _campaign.Notices.Select(Printable.Field)];

    public bool NothingLeft => report.NothingLeft;

    /// <summary>Whether the numbers still move.</summary>
    public bool Moves => _campaign.Phase is CampaignPhase.Sending or CampaignPhase.Importing or CampaignPhase.Scheduled;

    public IReadOnlyList<PageFact> Facts => [.. ReportWords.Facts(report).Select(static fact => new PageFact(fact.Name, Printable.Field(fact.Value)))];

    public string Read => Words.Number(_campaign.Rows.Read);

    public IReadOnlyList<PagePart> Rows => PageParts.Of(_campaign.Rows);

    public string Total => Words.Number(report.Counts.Total);

    public IReadOnlyList<PagePart> Recipients => PageParts.Of(report.Counts);

    /// <summary>Says so, should the recipients ever not be as many as the accepted rows.</summary>
    public string? Mismatch => report.Counts.Total == _campaign.Rows.Accepted
        ? null
        : $"{Words.Number(_campaign.Rows.Accepted)} rows were accepted, but {Words.Count(report.Counts.Total, "recipient")} counted.";

    public RateChart? Chart => report.Timeline.Stretches.Count > 0 ? new(report.Timeline) : null;

    public string FirstSent => report.FirstSentAt is { } at ? Words.Utc(at) : "";

    public string LastSent => report.LastSentAt is { } at ? Words.Utc(at) : "";

    public IReadOnlyList<PageTable> Tables => [PageTables.Accounts(report), PageTables.Domains(report)];

    public IReadOnlyList<PageFailure> Failures =>
    [
        .. report.Failures.Select(static failures => new PageFailure(
            KebabNames.Of(failures.Reason),
            FailureWords.Of(failures.Reason),
            Words.Number(failures.Counts.Total),
            ReportWords.Parts(failures.Counts),
            Printable.Field(failures.Example?.Reply ?? ""))),
    ];

    public IReadOnlyList<PageSample> Samples =>
    [
        .. report.Counts.Dead > 0
            ? [Sample("Dead letters", "dead-letters", "Recipients that failed for good.", $"campaign dead-letters export {Id} --export dead-letters.csv", report.Counts.Dead, report.DeadLetters)]
            : Array.Empty<PageSample>(),
        .. report.Counts.InDoubt > 0
            ? [Sample("In doubt", "in-doubt", "The mail may or may not have been sent.", $"campaign dead-letters export {Id} --in-doubt --export in-doubt.csv", report.Counts.InDoubt, report.InDoubt)]
            : Array.Empty<PageSample>(),
    ];

    public IReadOnlyList<NextStep> Steps => NextSteps.Of(report);

    private static PageSample Sample(string title, string id, string sentence, string command, int total, IReadOnlyList<RecipientView> rows) => new(
        title,
        id,
        total > rows.Count ? $"{sentence} The first {Words.Number(rows.Count)} of {Words.Number(total)}, in the file's order." : sentence,
        command,
        Words.Number(total),
        [
            .. rows.Select(static recipient => new PageRecipient(
                Printable.Field(recipient.Email),
                Words.Number(recipient.Line),
                recipient.Reason == FailureReason.None ? "" : KebabNames.Of(recipient.Reason),
                Words.Number(recipient.Attempts),
                Printable.Field(recipient.Reply),
                Printable.Field(recipient.Account ?? ""),
                recipient.At is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "")),
        ]);
}
