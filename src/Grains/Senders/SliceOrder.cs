namespace EmailCampaign.Senders;

/// <summary>A claimed slice, handed to a sender of the same process after the claim was stored.</summary>
/// <param name="ProcessId">The process whose monotonic clock <paramref name="Deadline"/> is on: a sender elsewhere starts nothing.</param>
/// <param name="Account">The account to send through.</param>
/// <param name="TraceParent">The slice's span; null when it is not traced.</param>
/// <param name="Deadline">Monotonic timestamp after which no mail is started.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.SliceOrder")]
internal sealed record SliceOrder(
    [property: Id(0)] string CampaignId,
    [property: Id(1)] int Batch,
    [property: Id(2)] long ClaimId,
    [property: Id(3)] Guid ProcessId,
    [property: Id(4)] long Deadline,
    [property: Id(5)] IReadOnlyList<SliceMember> Members,
    [property: Id(6)] string Account,
    [property: Id(7)] string? TraceParent = null);
