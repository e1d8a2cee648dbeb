namespace EmailCampaign.Silo.Hosting;

/// <summary>Proof that this process has the data directory. Disposed, or with the end of the process, the directory is free.</summary>
public sealed class SiloLock : IDisposable
{
    private readonly FileStream _stream;

    internal SiloLock(FileStream stream) => _stream = stream;

    public void Dispose() => _stream.Dispose();
}
