namespace EmailCampaign.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The campaigns in work could not be looked up; trying again.")]
    public static partial void RecoveryFailed(this ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Campaign {CampaignId} ended longer than {Age} ago and is deleted.")]
    public static partial void CampaignOutlived(this ILogger logger, string campaignId, TimeSpan age);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaigns that are kept long enough could not be deleted; trying again in an hour.")]
    public static partial void RetentionFailed(this ILogger logger, Exception error);
}
