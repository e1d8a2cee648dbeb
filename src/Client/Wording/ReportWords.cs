using System.Globalization;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Reports;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Wording;

/// <summary>A report in words.</summary>
internal static class ReportWords
{
    private const int LinesOfATable = 5;

    /// <summary>The report as text: the same totals as its page, in brief.</summary>
    public static IEnumerable<string> Lines(CampaignReport report)
    {
        var campaign = report.Campaign;
        yield return $"{campaign.Id}: {campaign.Name}";
        yield return $"  {Headline(report)}";
        yield return $"  phase       {KebabNames.Of(campaign.Phase)}{(campaign.Reason is { } reason ? $" ({reason.TrimEnd('.')})" : "")}";
        yield return $"  rows        {StatusWords.Rows(campaign.Rows)}";
        yield return $"  recipients  {StatusWords.Recipients(report.Counts, campaign.Rows.Accepted)}";
        if (report.NothingLeft)
        {
            yield return "  notice      NOTHING LEFT THIS MACHINE: the provider 'outbox' writes mails to files and sends none.";
        }

        foreach (var notice in campaign.Notices)
        {
            yield return $"  notice      {notice}";
        }

        foreach (var (name, value) in Facts(report))
        {
            yield return $"  {name,-11} {value}";
        }

        foreach (var line in Table("account", report.Accounts, "not tried yet").Concat(Table("domain", report.Domains, "(none)")))
        {
            yield return line;
        }

        foreach (var failures in report.Failures)
        {
            yield return $"  reason      {KebabNames.Of(failures.Reason)}: {Parts(failures.Counts)}{(failures.Example is { } example ? $"; {Printable.Field(example.Reply)}" : "")}";
        }

        foreach (var step in NextSteps.Of(report))
        {
            yield return $"  next        {step.What}{(step.Command is { } command ? $" {command}" : "")}";
        }
    }

    /// <summary>The campaign in one sentence. A provider that accepts says nothing yet about an inbox.</summary>
    public static string Headline(CampaignReport report)
    {
        var counts = report.Counts;
        var open = counts.Pending + counts.Claimed + counts.Waiting;
        var rest = new List<string>();
        Add(counts.Dead, "failed for good");
        Add(counts.InDoubt, counts.InDoubt == 1 ? "is in doubt" : "are in doubt");
        Add(open, open == 1 ? "is still open" : "are still open");
        Add(counts.Cancelled, counts.Cancelled == 1 ? "was cancelled" : "were cancelled");
        return counts.Total == 0
            ? "There is no recipient."
            : $"{Words.Number(counts.Sent)} of {Words.Count(counts.Total, "mail")} ({Percent(counts.Sent, counts.Total)}) "
                + $"{(counts.Sent == 1 ? "was" : "were")} accepted by the provider{(rest.Count == 0 ? "" : "; " + string.Join(", ", rest))}.";

        void Add(int count, string what)
        {
            if (count > 0)
            {
                rest.Add($"{Words.Number(count)} {what}");
            }
        }
    }

    /// <summary>When it was, and how fast.</summary>
    public static IEnumerable<(string Name, string Value)> Facts(CampaignReport report)
    {
        var campaign = report.Campaign;
        yield return ("provider", $"{campaign.Provider}, {KebabNames.Of(campaign.Guarantee)}");
        yield return ("created", Words.Utc(campaign.CreatedAt));
        if (campaign is { ScheduledAt: { } scheduled, StartedAt: null })
        {
            yield return ("scheduled", Words.Utc(scheduled));
        }

        if (campaign.StartedAt is { } started)
        {
            yield return ("started", Words.Utc(started));
        }

        if (campaign.FinishedAt is { } finished)
        {
            yield return ("finished", $"{Words.Utc(finished)}{(campaign.StartedAt is { } start ? $" after {Words.Duration(finished - start)}" : "")}");
        }

        if (report is { FirstSentAt: { } first, LastSentAt: { } last })
        {
            var took = last - first;
            yield return ("sent", $"from {Words.Utc(first)} to {Words.Utc(last)}"
                + (took > TimeSpan.Zero ? $", {Words.Rate(report.Counts.Sent / took.TotalSeconds)} on average" : ""));
        }
    }

    /// <summary><c>7 dead, 3 waiting</c>.</summary>
    public static string Parts(RecipientCounts counts)
        => string.Join(", ", Named(counts).Where(static part => part.Count > 0).Select(static part => $"{Words.Number(part.Count)} {part.Name}"));

    /// <summary>The counts by name, in the order in which a person asks for them.</summary>
    public static IEnumerable<(string Name, int Count)> Named(RecipientCounts counts) =>
    [
        ("sent", counts.Sent),
        ("dead", counts.Dead),
        ("in doubt", counts.InDoubt),
        ("waiting", counts.Waiting),
        ("pending", counts.Pending),
        ("claimed", counts.Claimed),
        ("suppressed", counts.Suppressed),
        ("discarded", counts.Discarded),
        ("cancelled", counts.Cancelled),
    ];

    private static IEnumerable<string> Table(string name, TopOutcomes outcomes, string unnamed)
    {
        foreach (var row in outcomes.Top.Take(LinesOfATable))
        {
            yield return $"  {name,-11} {(row.Name.Length == 0 ? unnamed : Printable.Field(row.Name))}: {Parts(row.Counts)}";
        }

        var rest = outcomes.Top.Skip(LinesOfATable).Aggregate(outcomes.Rest, static (sum, row) => sum + row.Counts);
        if (rest.Total > 0)
        {
            yield return $"  {name,-11} others: {Parts(rest)}";
        }
    }

    // Never rounded up to all: one that is missing is seen.
    private static string Percent(int part, int total)
        => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(part * 1000.0 / total) / 10:0.#} %");
}
