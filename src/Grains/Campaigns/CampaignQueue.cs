using System.Runtime.InteropServices;

namespace EmailCampaign.Campaigns;

/// <summary>How many recipients of a campaign, or of all that a silo drives, are to be sent.</summary>
/// <param name="Depth">To be sent now: pending or claimed, of a sending campaign.</param>
/// <param name="Ready">
/// Of these, what more senders could take. A campaign that is held up has none; one at a rate no more than the rate lets out in a minute.
/// </param>
/// <param name="Waiting">Waiting for a retry.</param>
/// <param name="DueSoon">Of these, the ones in batches whose next retry is due within five minutes.</param>
/// <param name="InDoubt">In doubt, whatever the campaign's phase.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CampaignQueue(int Depth, int Ready, int Waiting, int DueSoon, int InDoubt)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RateSpan = TimeSpan.FromMinutes(1);

    /// <param name="counts">As the campaign shows them.</param>
    /// <param name="window">Its batches.</param>
    /// <param name="flow">What its batches say of the accounts; null while it does not send.</param>
    /// <param name="perSecond">The campaign's own rate; null where it has none.</param>
    public static CampaignQueue Of(RecipientCounts counts, CampaignWindow window, CampaignFlow? flow, double? perSecond, DateTimeOffset now)
    {
        if (flow is null)
        {
            return new CampaignQueue { InDoubt = counts.InDoubt };
        }

        var depth = counts.Pending + counts.Claimed;
        return new CampaignQueue(depth, Within(depth, flow, perSecond), counts.Waiting, window.CountWaiting(now + Soon), counts.InDoubt);
    }

    public static CampaignQueue operator +(CampaignQueue left, CampaignQueue right) => new(
        left.Depth + right.Depth, left.Ready + right.Ready, left.Waiting + right.Waiting, left.DueSoon + right.DueSoon, left.InDoubt + right.InDoubt);

    private static int Within(int depth, CampaignFlow flow, double? perSecond)
    {
        if (flow.IsHeldUp)
        {
            return 0;
        }

        var rate = Math.Min(perSecond ?? double.PositiveInfinity, flow.PerSecond ?? double.PositiveInfinity);
        return (int)Math.Min(depth, Math.Floor(rate * RateSpan.TotalSeconds));
    }
}
