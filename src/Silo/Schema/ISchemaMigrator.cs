using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Schema;

/// <summary>Brings a database to the schema of this program.</summary>
internal interface ISchemaMigrator
{
    /// <summary>
    /// Runs the scripts that the database has not seen, in order, each recorded in <c>campaign_schema</c>. Harmless when repeated, and when
    /// several processes do it at once.
    /// </summary>
    /// <returns>How many scripts were run.</returns>
    /// <exception cref="StartRefusedException">The database was written by a newer version of the program.</exception>
    Task<int> MigrateAsync(CancellationToken cancellationToken);
}
