using System.Data.Common;
using Npgsql;

namespace EmailCampaign.Silo.Schema;

internal sealed class PostgresSchemaMigrator(NpgsqlDataSource database, TimeProvider clock, IReadOnlyList<SchemaScript>? scripts = null)
    : SchemaMigrator(database, scripts ?? SchemaScript.Postgres, clock)
{
    // The number is ours alone by agreement: "campaign" in ASCII. The lock ends with the transaction, whatever becomes of this process.
    protected override string BeginAlone => "BEGIN; SELECT pg_advisory_xact_lock(7161125211933861742)";

    protected override string CreateVersionTable
        => "CREATE TABLE IF NOT EXISTS campaign_schema (version integer NOT NULL PRIMARY KEY, applied_at timestamptz NOT NULL)";

    protected override async Task<bool> HasVersionTableAsync(DbConnection connection, CancellationToken cancellationToken)
        => await ScalarAsync(connection, "SELECT to_regclass('campaign_schema')::text", cancellationToken) is string;
}
