using EmailCampaign.Campaigns;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Reports;

/// <summary>Outcomes by name as tables, whose rows add up to all recipients. A status that nobody has gets no column.</summary>
internal static class PageTables
{
    public static PageTable Accounts(CampaignReport report) => new()
    {
        Id = "accounts",
        Title = "By provider account",
        Note = "The account of each recipient's last attempt.",
        Of = "account",
        Columns = Columns(report.Counts),
        Rows = Rows(report.Accounts, report.Counts, "not tried yet", "other accounts"),
        Sum = Row("all", report.Counts, report.Counts),
    };

    public static PageTable Domains(CampaignReport report) => new()
    {
        Id = "domains",
        Title = "By recipient domain",
        Note = report.Domains.Rest.Total == 0 ? "The part of each address behind the @." : $"The {report.Domains.Top.Count} domains with the most recipients, and all others together.",
        Of = "domain",
        Columns = Columns(report.Counts),
        Rows = Rows(report.Domains, report.Counts, "none", "other domains"),
        Sum = Row("all", report.Counts, report.Counts),
    };

    private static IReadOnlyList<string> Columns(RecipientCounts all)
        => ["recipients", .. ReportWords.Named(all).Where(static part => part.Count > 0).Select(static part => part.Name)];

    private static IReadOnlyList<PageRow> Rows(TopOutcomes outcomes, RecipientCounts all, string unnamed, string others) =>
    [
        .. outcomes.Top.Select(row => Row(row.Name.Length == 0 ? unnamed : Printable.Field(row.Name), row.Counts, all)),
        .. outcomes.Rest.Total == 0
            ? Array.Empty<PageRow>()
            : [Row($"{(outcomes.More ? "more than " : "")}{Words.Number(outcomes.RestNames)} {others}", outcomes.Rest, all)],
    ];

    private static PageRow Row(string name, RecipientCounts counts, RecipientCounts all) => new(
        name,
        [
            Words.Number(counts.Total),
            .. ReportWords.Named(counts).Zip(ReportWords.Named(all)).Where(static pair => pair.Second.Count > 0).Select(static pair => Words.Number(pair.First.Count)),
        ]);
}
