namespace EmailCampaign.Client.Connections;

/// <summary>Finds the silo of a data directory, or hosts it; or joins a cluster.</summary>
internal interface IConnector
{
    /// <summary>Reads the settings without starting anything.</summary>
    SettingsReading ReadSettings(GlobalSettings settings);

    /// <summary>Hosts the data directory when it is free, joins its silo when it is not. A cluster is joined.</summary>
    /// <param name="settings">Which directory, which settings.</param>
    /// <param name="sends">Whether the command needs a silo that sends.</param>
    /// <param name="say">Told what is being waited for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<Connecting> ConnectAsync(
        GlobalSettings settings, bool sends, Action<string> say, CancellationToken cancellationToken);
}
