namespace EmailCampaign.Client;

/// <summary>What the global options say.</summary>
/// <param name="DataDirectory">The embedded store, as a full path.</param>
/// <param name="Cluster">A connection string when <c>--cluster</c> is given.</param>
/// <param name="Json">Whether results are JSON.</param>
/// <param name="ConfigFile">A settings file that is read on top of the usual ones.</param>
internal sealed record GlobalSettings(string DataDirectory, string? Cluster, bool Json, string? ConfigFile);
