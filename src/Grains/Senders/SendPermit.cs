namespace EmailCampaign.Senders;

/// <summary>The right to have one slice on its way. Disposed exactly when the slice has come back, or is not sent after all.</summary>
/// <remarks>What changes about it changes under the scheduler's lock.</remarks>
internal sealed class SendPermit(SendScheduler scheduler, string campaignId, int batch, int recipients) : IDisposable
{
    internal string CampaignId => campaignId;

    internal int Batch => batch;

    /// <summary>What it counts of the campaign's share of the buffer.</summary>
    internal int Recipients { get; set; } = recipients;

    internal bool HasEnded { get; set; }

    /// <summary>Says how many recipients were claimed: fewer than were asked for, or, for a slice in doubt that goes out as it was, more.</summary>
    public void Resize(int recipients) => scheduler.Resize(this, recipients);

    public void Dispose() => scheduler.Release(this);
}
