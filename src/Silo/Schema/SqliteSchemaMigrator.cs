using System.Data.Common;
using EmailCampaign.Silo.Storage;

namespace EmailCampaign.Silo.Schema;

internal sealed class SqliteSchemaMigrator(SqliteDataSource database, TimeProvider clock, IReadOnlyList<SchemaScript>? scripts = null)
    : SchemaMigrator(database, scripts ?? SchemaScript.Sqlite, clock)
{
    protected override string BeginAlone => "BEGIN IMMEDIATE";

    protected override string CreateVersionTable
        => "CREATE TABLE IF NOT EXISTS campaign_schema (version INTEGER NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL)";

    protected override async Task<bool> HasVersionTableAsync(DbConnection connection, CancellationToken cancellationToken)
        => await ScalarAsync(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'campaign_schema'", cancellationToken)
            is not null;
}
