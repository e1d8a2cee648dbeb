using EmailCampaign.Silo.Storage;
using Npgsql;

namespace EmailCampaign.Silo.Hosting;

/// <summary>The database of a cluster, for whoever joins it.</summary>
public static class ClusterDatabase
{
    /// <param name="connectionString">Npgsql's keywords.</param>
    /// <param name="applicationName">What <c>pg_stat_activity</c> shows.</param>
    /// <returns>A data source that the caller disposes.</returns>
    /// <exception cref="StartRefusedException">It cannot be read, or names no server or database; the message quotes nothing of it.</exception>
    public static NpgsqlDataSource Open(string connectionString, string applicationName) => PostgresDataSource.Create(connectionString, applicationName);

    /// <summary>Orleans' name of the service: a part of every row, the same for every cluster of ours.</summary>
    public static string ServiceId => EmbeddedSilo.ServiceId;

    /// <summary>Orleans' name for the driver.</summary>
    public static string Invariant => CampaignStorage.PostgresInvariant;
}
