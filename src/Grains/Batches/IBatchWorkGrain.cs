using EmailCampaign.Campaigns;
using Orleans.Concurrency;

namespace EmailCampaign.Batches;

/// <summary>A batch as its campaign and the senders see it; the key is <see cref="BatchKey"/>.</summary>
[Alias("EmailCampaign.IBatchWorkGrain")]
internal interface IBatchWorkGrain : IGrainWithStringKey
{
    /// <summary>Stores the recipients and renders each row once; compares when they are stored already.</summary>
    [ResponseTimeout("00:02:00"), Alias("Store")]
    Task<BatchStored> StoreAsync(BatchContent content);

    /// <summary>Keeps the batch working, and tells how it stands. Returns at once.</summary>
    [AlwaysInterleave, ResponseTimeout("00:00:10"), Alias("EnsureRunning")]
    Task<BatchReport> EnsureRunningAsync(RunOrder order);

    /// <summary>How the batch stands, without setting it to work.</summary>
    [AlwaysInterleave, Alias("GetReport")]
    Task<BatchReport> GetReportAsync();

    /// <summary>Takes outcomes whose claim was made by an earlier activation. Safe to repeat.</summary>
    /// <returns>True once they are in the row; false when the caller must try again.</returns>
    [AlwaysInterleave, Alias("RecordLate")]
    Task<bool> RecordLateAsync(long claimId, IReadOnlyList<DeliveryOutcome> outcomes);

    /// <summary>Starts a new generation of the dead letters that the filter means.</summary>
    /// <returns>How many, and the report after; null when the caller must try again.</returns>
    [AlwaysInterleave, Alias("Replay")]
    Task<BatchChange?> ReplayAsync(DeadLetterFilter filter, string? correctedAddress);

    /// <summary>Marks the dead letters that the filter means as dealt with.</summary>
    /// <returns>How many, and the report after; null when the caller must try again.</returns>
    [AlwaysInterleave, Alias("Discard")]
    Task<BatchChange?> DiscardAsync(DeadLetterFilter filter);

    /// <summary>Removes both rows of the batch. Safe to repeat.</summary>
    /// <returns>Whether there was anything to remove.</returns>
    [Alias("Delete")]
    Task<bool> DeleteAsync();

    /// <summary>Lines and address fingerprints of the stored recipients, for an import that goes on.</summary>
    [Alias("GetFingerprints")]
    Task<BatchFingerprints> GetFingerprintsAsync();
}
