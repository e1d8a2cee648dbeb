using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;
using Npgsql;

namespace EmailCampaign.Silo.Tests.Storage;

public sealed class PostgresStorageTests(PostgresFixture postgres) : StorageContract
{
    private protected override async Task<CampaignStorage> OpenAsync()
    {
        var database = NpgsqlDataSource.Create(await postgres.EmptyDatabaseAsync());
        await new PostgresSchemaMigrator(database, TimeProvider.System).MigrateAsync(TestContext.Current.CancellationToken);
        return CampaignStorage.Postgres(database);
    }
}
