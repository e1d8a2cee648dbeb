namespace EmailCampaign.Senders;

internal static partial class SenderLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A slice of campaign {CampaignId}, batch {Batch}, failed by a fault of the sender; its mails are in doubt.")]
    public static partial void SliceFailed(this ILogger logger, string campaignId, int batch, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The content of campaign {CampaignId} could not be loaded; nothing was attempted.")]
    public static partial void ContentUnavailable(this ILogger logger, string campaignId, Exception error);
}
