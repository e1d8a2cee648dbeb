namespace EmailCampaign.Client.Connections;

/// <summary>Connects to what the global options name: a cluster, or the embedded store of a data directory.</summary>
internal sealed class EmbeddedOrCluster(TimeProvider clock) : IConnector
{
    private readonly EmbeddedOrJoined _embedded = new(clock);
    private readonly ClusterConnector _cluster = new(clock);

    public SettingsReading ReadSettings(GlobalSettings settings) => For(settings).ReadSettings(settings);

    public Task<Connecting> ConnectAsync(GlobalSettings settings, bool sends, Action<string> say, CancellationToken cancellationToken)
        => For(settings).ConnectAsync(settings, sends, say, cancellationToken);

    private IConnector For(GlobalSettings settings) => settings.Cluster is null ? _embedded : _cluster;
}
