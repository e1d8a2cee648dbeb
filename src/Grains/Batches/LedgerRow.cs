using EmailCampaign.Telemetry;

namespace EmailCampaign.Batches;

/// <summary>
/// The row of a batch's ledger. It finds out what became of each write: committed, not written, or lost to another activation. A write
/// that failed may have been carried out all the same, or may land later, so nothing is concluded from an exception alone.
/// </summary>
internal sealed class LedgerRow(
    IPersistentState<StoredLedger> state, Guid writerId, TimeProvider clock, CampaignMetrics metrics, ILogger logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private long _sequence;

    public bool Exists => state.RecordExists;

    /// <summary>What the last write that failed said; null when none has.</summary>
    public Exception? Fault { get; private set; }

    public BatchLedger Load() => LedgerCodec.Decode(state.State.Data);

    /// <summary>Writes the ledger and does not return before its fate is known.</summary>
    /// <param name="patience">Ends the wait for a storage that does not answer.</param>
    /// <returns>The fate, and the ledger that is in the row now (not for <see cref="LedgerWrite.Unknown"/>, nor while there is no row).</returns>
    public async Task<(LedgerWrite Fate, BatchLedger Ledger)> WriteAsync(BatchLedger next, CancellationToken patience)
    {
        next = next with { Version = next.Version + 1, WriterId = writerId, Sequence = ++_sequence };
        var (existed, before) = (state.RecordExists, state.Etag);
        var data = LedgerCodec.Encode(next);
        state.State = state.State with { Data = data };
        var started = clock.GetTimestamp();
        try
        {
            // Never cut short: a write that was given up might still land.
            await state.WriteStateAsync(CancellationToken.None);
            metrics.OnLedgerWrite(clock.GetElapsedTime(started), data.Length);
            return (LedgerWrite.Committed, next);
        }
        catch (Exception error)
        {
            Fault = error;
            metrics.OnLedgerWriteFailed();
            logger.LedgerWriteFailed(error);
        }

        if (!await ReadAsync(patience))
        {
            return (LedgerWrite.Unknown, next);
        }

        if (!state.RecordExists)
        {
            // Before the first write of all, or deleted meanwhile.
            return (existed ? LedgerWrite.Lost : LedgerWrite.NotWritten, next);
        }

        var found = Load();
        if (found.WriterId == writerId)
        {
            return (found.Sequence == next.Sequence ? LedgerWrite.Committed
                : state.Etag == before ? LedgerWrite.NotWritten
                : LedgerWrite.EarlierLanded, found);
        }

        return (state.Etag == before ? LedgerWrite.NotWritten : LedgerWrite.Lost, found);
    }

    /// <summary>Whether the row is still what this activation knows.</summary>
    public async Task<bool> IsUnchangedAsync(CancellationToken patience)
    {
        var before = state.Etag;
        return await ReadAsync(patience) && state.Etag == before;
    }

    private async Task<bool> ReadAsync(CancellationToken patience)
    {
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                await state.ReadStateAsync(patience);
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (Exception error)
            {
                logger.LedgerReadFailed(error);
            }

            try
            {
                await Task.Delay(delay, clock, patience);
            }
            catch (OperationCanceledException)
            {
                return false;
            }
        }
    }
}
