namespace EmailCampaign.Senders;

/// <summary>The right to have one slice on its way. Disposed exactly when the slice has come back, or is not sent after all.</summary>
internal sealed class SendPermit(SendScheduler scheduler, string campaignId, int batch) : IDisposable
{
    private int _disposed;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            scheduler.Release(campaignId, batch);
        }
    }
}
