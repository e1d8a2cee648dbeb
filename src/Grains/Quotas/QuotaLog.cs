namespace EmailCampaign.Quotas;

internal static partial class QuotaLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Provider {Account} asked to slow down; the rate over all silos is {PerSecond} mails a second for now.")]
    public static partial void AccountSlowedDown(this ILogger logger, string account, double? perSecond);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The quota of provider {Account} could not be asked; trying again.")]
    public static partial void QuotaSilent(this ILogger logger, string account, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Provider {Account} could not be asked for its limits, by a fault here.")]
    public static partial void AccountNotAsked(this ILogger logger, string account, Exception error);
}
