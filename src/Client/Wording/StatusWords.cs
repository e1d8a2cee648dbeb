using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Wording;

/// <summary>A campaign's status for a person: numbers that visibly add up, what is the matter, and how to go on.</summary>
internal static class StatusWords
{
    public static IEnumerable<string> Lines(CampaignStatus status)
    {
        yield return $"{status.Id}: {status.Name}";
        yield return $"  phase       {KebabNames.Of(status.Phase)}{(status.Reason is { } reason ? $" ({reason.TrimEnd('.')})" : "")}";
        yield return $"  provider    {status.Provider}, {KebabNames.Of(status.Guarantee)}";
        yield return $"  rows        {Rows(status.Rows)}";
        yield return $"  recipients  {Recipients(status.Recipients, status.Rows.Accepted)}";
        foreach (var line in Times(status))
        {
            yield return line;
        }

        foreach (var (variable, rows) in status.EmptyVariables)
        {
            yield return $"  empty       {{{{ {variable} }}}} in {Words.Count(rows, "row")}";
        }

        foreach (var notice in status.Notices)
        {
            yield return $"  notice      {notice}";
        }

        if (NextStep(status) is { } next)
        {
            yield return $"  next        {next}";
        }
    }

    /// <summary><c>1,003 = 1,000 accepted + 2 rejected + 1 duplicate</c>.</summary>
    public static string Rows(RowCounts rows)
        => $"{Words.Number(rows.Read)} = {Words.Number(rows.Accepted)} accepted + {Words.Number(rows.Rejected)} rejected + {Words.Count(rows.Duplicates, "duplicate")}";

    /// <summary><c>1,000 = 930 sent + 60 pending + 10 dead</c>: what is zero is left out.</summary>
    public static string Recipients(RecipientCounts counts, int accepted)
    {
        var parts = Parts(counts).Where(static part => part.Count > 0).Select(static part => $"{Words.Number(part.Count)} {part.Name}").ToList();
        var sum = parts.Count == 0 ? "0" : string.Join(" + ", parts);

        // The law is asserted by the grains; should it ever not hold, the console must not hide it.
        return counts.Total == accepted
            ? $"{Words.Number(accepted)} = {sum}"
            : $"{Words.Number(accepted)} accepted, but {Words.Number(counts.Total)} counted: {sum}";
    }

    /// <summary>How to go on, as a command; null when there is nothing to do.</summary>
    public static string? NextStep(CampaignStatus status) => status switch
    {
        { Phase: CampaignPhase.Deleting } => null,
        { Phase: CampaignPhase.Importing } => $"campaign resume {status.Id} FILE finishes the import",
        { Phase: CampaignPhase.Paused, PauseReason: PauseReason.ImportStopped } => $"repair the file, campaign cancel {status.Id}, and launch again",
        { Phase: CampaignPhase.Paused, ResumeAt: { } at } => status.SiloSends
            ? $"goes on by itself at {Words.Utc(at)}; campaign resume {status.Id} tries at once"
            : $"keep campaign run going so that it goes on at {Words.Utc(at)}; campaign resume {status.Id} tries at once",
        { Phase: CampaignPhase.Paused } => $"campaign resume {status.Id}",
        { Phase: CampaignPhase.Sending, SiloSends: false } => $"nothing is sending; campaign resume {status.Id} goes on, or campaign run",
        { Phase: CampaignPhase.Scheduled, SiloSends: false } => "nothing is running; keep campaign run going so that it starts in time",
        { Recipients: { Dead: > 0 } } => $"campaign dead-letters list {status.Id}",
        { Recipients: { InDoubt: > 0 } } => $"campaign dead-letters list {status.Id} --in-doubt",
        { Rows: { Rejected: > 0 } } => $"campaign rejects {status.Id}",
        _ => null,
    };

    private static IEnumerable<string> Times(CampaignStatus status)
    {
        if (status.ScheduledAt is { } scheduled && status.StartedAt is null)
        {
            yield return $"  scheduled   {Words.Utc(scheduled)}";
        }

        if (status.StartedAt is { } started)
        {
            yield return $"  started     {Words.Utc(started)}";
        }

        if (status.FinishedAt is { } finished)
        {
            var took = status.StartedAt is { } start ? $" after {Words.Duration(finished - start)}" : "";
            yield return $"  finished    {Words.Utc(finished)}{took}";
        }

        if (status.Phase == CampaignPhase.Sending && status.SiloSends)
        {
            var eta = Eta.Of(status) is { } left ? $", about {Words.Duration(left)} left" : "";
            yield return $"  rate        {Words.Rate(status.RatePerSecond)}{eta}";
        }

        if (status.NextDueAt is { } due && status.Recipients.Waiting > 0)
        {
            yield return $"  next due    {Words.Utc(due)}";
        }
    }

    private static IEnumerable<(int Count, string Name)> Parts(RecipientCounts counts) =>
    [
        (counts.Sent, "sent"),
        (counts.Pending, "pending"),
        (counts.Claimed, "claimed"),
        (counts.Waiting, "waiting"),
        (counts.Dead, "dead"),
        (counts.InDoubt, "in doubt"),
        (counts.Suppressed, "suppressed"),
        (counts.Discarded, "discarded"),
        (counts.Cancelled, "cancelled"),
    ];
}
