using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>All that a slice needs before it may be claimed: the lane let it through, its rate is reserved, a sender is free.</summary>
internal sealed record SendSlot(SendPermit Permit, IDisposable? Probe, int Size, ProviderLane Lane, SliceKinds Kinds) : IDisposable
{
    public void Dispose()
    {
        Permit.Dispose();
        Probe?.Dispose();
    }
}
