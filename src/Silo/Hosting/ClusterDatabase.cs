using EmailCampaign.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans.Serialization;

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

    /// <summary>
    /// Lets the driver's exceptions cross from silo to silo and to consoles, which must know a database that is away from a bug. Orleans
    /// sends no exception of a namespace that it does not know.
    /// </summary>
    public static void AddFaults(IServiceCollection services)
        => services.Configure<ExceptionSerializationOptions>(static options => options.SupportedNamespacePrefixes.Add(Invariant));
}
