namespace EmailCampaign.Batches;

internal static partial class BatchLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "A ledger write failed; the row is read again before anything is concluded.")]
    public static partial void LedgerWriteFailed(this ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger could not be read; trying again.")]
    public static partial void LedgerReadFailed(this ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Batch {Batch} is written by another activation; {Outcomes} groups of outcomes are handed over.")]
    public static partial void LedgerLost(this ILogger logger, BatchKey batch, int outcomes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Claims} claims of batch {Batch} ended without an outcome; their recipients are in doubt.")]
    public static partial void ClaimsJudged(this ILogger logger, BatchKey batch, int claims);

    [LoggerMessage(Level = LogLevel.Error, Message = "The delivery of batch {Batch} stopped by a fault; the campaign's next call starts it again.")]
    public static partial void DeliveryFailed(this ILogger logger, BatchKey batch, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Batch {Batch} is not finished after all, and its campaign could not be told yet; trying again.")]
    public static partial void ReopeningFailed(this ILogger logger, BatchKey batch, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Late outcomes of batch {Batch} could not be recorded yet; they are kept and repeated.")]
    public static partial void LateOutcomesKept(this ILogger logger, BatchKey batch, Exception? error);
}
