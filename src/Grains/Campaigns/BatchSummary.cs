using EmailCampaign.Batches;

namespace EmailCampaign.Campaigns;

/// <summary>What the campaign remembers of a batch: a cache of the batch's own counts.</summary>
/// <param name="Version">The ledger's version that the counts are of; 0 after a loss, when the batch is asked again.</param>
internal sealed record BatchSummary(RecipientCounts Counts, int UnfinishedInDoubt, DateTimeOffset? NextDueAt, long Version = 0)
{
    /// <summary>Nothing of the batch is pending, claimed or waiting.</summary>
    public bool IsFinal => Counts.Pending == 0 && Counts.Claimed == 0 && Counts.Waiting == 0;

    public static BatchSummary From(BatchReport report) => new(report.Counts, report.UnfinishedInDoubt, report.NextDueAt, report.Version);

    /// <summary>Whether there is something to do now, as far as the campaign knows.</summary>
    public bool IsReady(DateTimeOffset now)
        => Counts.Pending > 0 || Counts.Claimed > 0 || (Counts.Waiting > 0 && (NextDueAt is not { } due || due <= now));
}
