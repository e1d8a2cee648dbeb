using EmailCampaign.Batches;

namespace EmailCampaign.Senders;

/// <summary>
/// Outcomes whose batch activation is gone. They exist nowhere else, so they are kept and offered to the batch's current activation
/// until they are in its row.
/// </summary>
internal sealed class LateOutcomes(IGrainFactory grains, TimeProvider clock, ILogger<LateOutcomes> logger)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    private int _held;

    /// <summary>Groups of outcomes that are not in their row yet.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Takes over the outcomes of a claim. Returns at once.</summary>
    /// <param name="batch">Whose claim it was.</param>
    /// <param name="createdAt">When its campaign was created.</param>
    public void Add(BatchKey batch, DateTimeOffset createdAt, long claimId, IReadOnlyList<DeliveryOutcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            return;
        }

        Interlocked.Increment(ref _held);

        // Not on the scheduler of the activation that goes.
        ThreadPool.QueueUserWorkItem(
            static state => _ = state.Box.OfferAsync(state.Batch, state.ClaimId, state.Outcomes),
            (Box: this, Batch: batch, ClaimId: claimId,
                Outcomes: (IReadOnlyList<DeliveryOutcome>)[.. outcomes.Select(outcome => outcome with { CreatedAt = createdAt })]),
            preferLocal: false);
    }

    private async Task OfferAsync(BatchKey batch, long claimId, IReadOnlyList<DeliveryOutcome> outcomes)
    {
        var grain = grains.GetGrain<IBatchWorkGrain>(batch.ToString());
        for (var delay = FirstDelay; ; delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay)
        {
            try
            {
                if (await grain.RecordLateAsync(claimId, outcomes))
                {
                    Interlocked.Decrement(ref _held);
                    return;
                }

                logger.LateOutcomesKept(batch, error: null);
            }
            catch (Exception error)
            {
                // Whatever it was (storage away, silo lost, timeout): the outcomes are still only here.
                logger.LateOutcomesKept(batch, error);
            }

            await Task.Delay(delay, clock);
        }
    }
}
