using System.Data.Common;
using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Tests.Storage;
using Npgsql;

namespace EmailCampaign.Silo.Tests.Schema;

public sealed class PostgresSchemaMigratorTests(PostgresFixture postgres) : SchemaMigratorContract
{
    private protected override IReadOnlyList<SchemaScript> Scripts => SchemaScript.Postgres;

    private protected override async Task<DbDataSource> OpenAsync() => NpgsqlDataSource.Create(await postgres.EmptyDatabaseAsync());

    private protected override ISchemaMigrator Migrator(DbDataSource database, IReadOnlyList<SchemaScript> scripts)
        => new PostgresSchemaMigrator((NpgsqlDataSource)database, TimeProvider.System, scripts);
}
