namespace EmailCampaign.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The campaigns in work could not be looked up; trying again.")]
    public static partial void RecoveryFailed(this ILogger logger, Exception error);
}
