using EmailCampaign.Quotas;
using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>All that a slice needs before it may be claimed: the lane let it through, its rates are reserved, a sender is free.</summary>
internal sealed record SendSlot(
    SendPermit Permit, IDisposable? Probe, int Size, ProviderLane Lane, SliceKinds Kinds, HeldPermits OfCampaign, HeldPermits OfAccount)
{
    /// <summary>Waits until the mails may start, should they be ahead of the others, or much too late.</summary>
    /// <returns>Whether they may start.</returns>
    public async Task<bool> OnTimeAsync() => await OfCampaign.OnTimeAsync() && await OfAccount.OnTimeAsync();

    /// <summary>Gives everything back.</summary>
    /// <param name="unused">Mails of the size that were not sent; below 0 for a repeat that was larger.</param>
    public void Return(int unused)
    {
        // There are more permits than the size has mails where the other limit gave fewer.
        OfCampaign.Return(unused + (OfCampaign.Count - Size ?? 0));
        OfAccount.Return(unused + (OfAccount.Count - Size ?? 0));
        Permit.Dispose();
        Probe?.Dispose();
    }
}
