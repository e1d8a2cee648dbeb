using System.Collections.Immutable;

namespace EmailCampaign.Batches;

/// <summary>A slot with the recipients claimed for it.</summary>
internal sealed record ClaimedSlice(SendSlot Slot, Claim Claim, ImmutableArray<int> Indexes);
