using EmailCampaign.Batches;

namespace EmailCampaign.Senders;

/// <summary>What a slice came to: an outcome for each member, and whether the campaign should stop because of it.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.SliceResult")]
internal sealed record SliceResult(
    [property: Id(0)] IReadOnlyList<DeliveryOutcome> Outcomes,
    [property: Id(1)] SliceTrouble? Trouble = null)
{
    /// <summary>Nothing of the slice was started.</summary>
    public static SliceResult NotAttempted(SliceOrder order)
        => new([.. order.Members.Select(static member => new DeliveryOutcome(member.Index, member.Generation, DeliveryKind.NotAttempted))]);
}
