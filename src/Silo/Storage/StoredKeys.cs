using System.Data.Common;
using EmailCampaign.Hosting;

namespace EmailCampaign.Silo.Storage;

/// <summary>The keys in Orleans' table of grain rows. Its column for the grain's type holds the name of the state.</summary>
internal sealed class StoredKeys(DbDataSource database, string serviceId) : IStoredKeys
{
    // Both databases know rtrim with characters: what is left of b-<id>/<index> is b-<id>/.
    private const string Strays = """
        SELECT DISTINCT GrainIdExtensionString
        FROM OrleansStorage
        WHERE ServiceId = @service AND GrainTypeString IN ('batch-recipients', 'batch-ledger', 'rejects')
          AND substr(rtrim(GrainIdExtensionString, '0123456789'), 3) NOT IN (
            SELECT substr(GrainIdExtensionString, 3) || '/'
            FROM OrleansStorage
            WHERE ServiceId = @service AND GrainTypeString IN ('campaign', 'campaign-plan'))
        """;

    private const string Campaigns = """
        SELECT DISTINCT GrainIdExtensionString
        FROM OrleansStorage
        WHERE ServiceId = @service AND GrainTypeString IN ('campaign', 'campaign-plan')
        """;

    public Task<IReadOnlyList<string>> FindStraysAsync(CancellationToken cancellationToken) => ReadAsync(Strays, cancellationToken);

    public Task<IReadOnlyList<string>> FindCampaignsAsync(CancellationToken cancellationToken) => ReadAsync(Campaigns, cancellationToken);

    private async Task<IReadOnlyList<string>> ReadAsync(string query, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of two constants
        command.CommandText = query;
#pragma warning restore CA2100
        var service = command.CreateParameter();
        (service.ParameterName, service.Value) = ("service", serviceId);
        command.Parameters.Add(service);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }
}
