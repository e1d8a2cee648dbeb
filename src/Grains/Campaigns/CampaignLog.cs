namespace EmailCampaign.Campaigns;

internal static partial class CampaignLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Campaign {CampaignId} is created.")]
    public static partial void CampaignCreated(this ILogger logger, string campaignId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Campaign {CampaignId} is now {Phase} ({Reason}).")]
    public static partial void CampaignPhaseChanged(this ILogger logger, string campaignId, CampaignPhase phase, PauseReason reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Campaign {CampaignId} is deleted.")]
    public static partial void CampaignDeleted(this ILogger logger, string campaignId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Batch} of campaign {CampaignId} did not answer; it is asked again.")]
    public static partial void BatchSilent(this ILogger logger, string campaignId, int batch, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Batch} of campaign {CampaignId} could not be stored; trying again.")]
    public static partial void BatchNotStored(this ILogger logger, string campaignId, int batch, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Campaign {CampaignId} could not do its regular work; it tries again.")]
    public static partial void CampaignTickFailed(this ILogger logger, string campaignId, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Campaign {CampaignId}: {Batches} batches asked again for their counts.")]
    public static partial void CampaignRecounted(this ILogger logger, string campaignId, int batches);
}
