namespace EmailCampaign.Batches;

/// <summary>What an outcome is to the ledger. Throttled, refused and unreachable are <see cref="NotAttempted"/> to it.</summary>
internal enum DeliveryKind
{
    NotAttempted = 0,
    Accepted = 1,
    Rejected = 2,
    Deferred = 3,
    Unknown = 4,
}
