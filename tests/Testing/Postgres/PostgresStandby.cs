namespace EmailCampaign.Testing.Postgres;

/// <summary>A second server that follows a first and can take its place. Disposing ends it.</summary>
public sealed class PostgresStandby : IAsyncDisposable
{
    private readonly PostgresProcess _process;

    internal PostgresStandby(PostgresProcess process, int port) => (_process, Port) = (process, port);

    /// <summary>Its loopback port.</summary>
    public int Port { get; }

    /// <summary>Takes writes from now on; the first server has to be gone.</summary>
    public Task PromoteAsync() => _process.PromoteAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
