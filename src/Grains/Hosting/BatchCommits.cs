namespace EmailCampaign.Hosting;

/// <summary>Counts the slices of this silo from their claim until their outcome is in the row.</summary>
internal sealed class BatchCommits
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public void Begin() => Interlocked.Increment(ref _open);

    public void End() => Interlocked.Decrement(ref _open);
}
