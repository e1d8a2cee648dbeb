using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Wording;

/// <summary>Progress as one line.</summary>
internal static class ProgressWords
{
    public static string Import(UploadProgress progress)
    {
        var percent = progress.TotalBytes == 0 ? 100 : progress.Bytes * 100 / progress.TotalBytes;
        return $"importing: {percent} % ({Words.Bytes(progress.Bytes)} of {Words.Bytes(progress.TotalBytes)}), "
            + $"{Words.Number(progress.Rows.Accepted)} accepted, {Words.Number(progress.Rows.Rejected)} rejected, {Words.Count(progress.Rows.Duplicates, "duplicate")}";
    }

    public static string Campaign(CampaignStatus status)
    {
        var counts = status.Recipients;
        var eta = Eta.Of(status) is { } left ? $", {Words.Duration(left)} left" : "";
        var due = counts.Waiting > 0 && status.NextDueAt is { } at ? $" (next due {Words.Utc(at)})" : "";
        return status.Phase == CampaignPhase.Deleting
            ? $"deleting: {Words.Number(status.DeletedBatches)} of {Words.Count(status.BatchCount, "batch", "batches")} gone"
            : status.Phase == CampaignPhase.Scheduled && status.ScheduledAt is { } start
            ? $"scheduled: {Words.Count(counts.Pending, "recipient")}, starts {Words.Utc(start)}"
            : $"{KebabNames.Of(status.Phase)}: {Words.Number(counts.Sent)} of {Words.Number(counts.Total)} sent, "
                + $"{Words.Number(counts.Waiting)} waiting{due}, {Words.Number(counts.Dead)} dead, {Words.Number(counts.InDoubt)} in doubt, "
                + $"{Words.Rate(status.RatePerSecond)}{eta}";
    }
}
