using System.Data.Common;
using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;

namespace EmailCampaign.Silo.Tests.Schema;

public sealed class SqliteSchemaMigratorTests : SchemaMigratorContract, IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private protected override IReadOnlyList<SchemaScript> Scripts => SchemaScript.Sqlite;

    private protected override Task<DbDataSource> OpenAsync()
        => Task.FromResult<DbDataSource>(new SqliteDataSource(_directory.File("campaigns.db")));

    private protected override ISchemaMigrator Migrator(DbDataSource database, IReadOnlyList<SchemaScript> scripts)
        => new SqliteSchemaMigrator((SqliteDataSource)database, TimeProvider.System, scripts);
}
