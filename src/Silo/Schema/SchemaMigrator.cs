using System.Data.Common;
using System.Globalization;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Schema;

/// <summary>What all databases have in common; the two texts are what differs: how the table looks and how others are kept out.</summary>
internal abstract class SchemaMigrator(DbDataSource database, IReadOnlyList<SchemaScript> scripts, TimeProvider clock) : ISchemaMigrator
{
    /// <summary>Begins a transaction that no other migrator can be in at the same time.</summary>
    protected abstract string BeginAlone { get; }

    protected abstract string CreateVersionTable { get; }

    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await HasVersionTableAsync(connection, cancellationToken)
            && await VersionAsync(connection, cancellationToken) is var seen && Pending(seen) == 0)
        {
            return 0; // the usual start: nothing is locked, nothing is written
        }

        await RunAsync(connection, BeginAlone, cancellationToken);
        try
        {
            await RunAsync(connection, CreateVersionTable, cancellationToken);
            var version = await VersionAsync(connection, cancellationToken);
            var pending = Pending(version);
            foreach (var script in scripts.Skip(scripts.Count - pending))
            {
                await RunAsync(connection, script.Text, cancellationToken);
                await RecordAsync(connection, script.Version, cancellationToken);
            }

            await RunAsync(connection, "COMMIT", cancellationToken);
            return pending;
        }
        catch
        {
            // The cancelled token must not keep the transaction open: the connection goes back to a pool.
            await RunAsync(connection, "ROLLBACK", CancellationToken.None);
            throw;
        }
    }

    protected abstract Task<bool> HasVersionTableAsync(DbConnection connection, CancellationToken cancellationToken);

    protected static async Task<object?> ScalarAsync(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly
        command.CommandText = text;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task RunAsync(DbConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant or an embedded script of this assembly
        command.CommandText = text;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<int> VersionAsync(DbConnection connection, CancellationToken cancellationToken)
        => Convert.ToInt32(
            await ScalarAsync(connection, "SELECT coalesce(max(version), 0) FROM campaign_schema", cancellationToken),
            CultureInfo.InvariantCulture);

    private int Pending(int version)
    {
        var newest = scripts[^1].Version;
        return version <= newest
            ? scripts.Count(script => script.Version > version)
            : throw new StartRefusedException(
                $"The store was written by a newer version of this program (schema {version}, this version knows {newest}): use that version, or another data directory.");
    }

    private async Task RecordAsync(DbConnection connection, int version, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO campaign_schema (version, applied_at) VALUES (@version, @applied_at)";
        Add(command, "version", version);
        Add(command, "applied_at", clock.GetUtcNow().UtcDateTime);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }
}
