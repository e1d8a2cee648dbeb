using EmailCampaign.Quotas;
using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>All that a slice needs before it may be claimed: the lane let it through, its rates are reserved, a sender is free.</summary>
internal sealed record SendSlot(
    SendPermit Permit, IDisposable? Probe, int Size, ProviderLane Lane, SliceKinds Kinds, HeldPermits OfCampaign, HeldPermits OfAccount)
{
    /// <summary>Gives everything back.</summary>
    /// <param name="unused">Mails of the size that were not sent; below 0 for a repeat that was larger.</param>
    public void Return(int unused)
    {
        OfCampaign.Return(unused);
        OfAccount.Return(unused);
        Permit.Dispose();
        Probe?.Dispose();
    }
}
