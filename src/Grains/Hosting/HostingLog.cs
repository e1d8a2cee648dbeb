namespace EmailCampaign.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The campaigns in work could not be looked up; trying again.")]
    public static partial void RecoveryFailed(this ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Campaign {CampaignId} ended longer than {Age} ago and is deleted.")]
    public static partial void CampaignOutlived(this ILogger logger, string campaignId, TimeSpan age);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaigns that are kept long enough could not be deleted; trying again in an hour.")]
    public static partial void RetentionFailed(this ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {CampaignId} was deleted, and {Rows} of its batches and pages were written after that; they are removed.")]
    public static partial void StraysRemoved(this ILogger logger, string campaignId, int rows);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What deleted campaigns may have left could not be looked for; trying again in an hour.")]
    public static partial void SweepFailed(this ILogger logger, Exception error);
}
