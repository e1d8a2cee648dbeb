using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace EmailCampaign.Silo.Tests.Storage;

public sealed class SqliteStorageTests : StorageContract
{
    private readonly TemporaryDirectory _directory = new();

    private string DatabaseFile => _directory.File("campaigns.db");

    [Fact]
    public async Task Write_WhileAnotherProgramHoldsTheLock_FailsAndTheNextOneSucceeds()
    {
        var state = Holding("before");
        await WriteAsync("b-locked/0", state);

        await using (var other = new SqliteConnection($"Data Source={DatabaseFile};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var transaction = other.BeginTransaction(deferred: false);

            state.State = ["while locked"];
            var error = await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync("b-locked/0", state));
            Assert.Contains("locked", error.ToString(), StringComparison.Ordinal);
        }

        state.State = ["after"];
        await WriteAsync("b-locked/0", state);
    }

    [Fact]
    public async Task Clear_OfALargeState_LeavesNothingOfItInTheFile()
    {
        // Spread over many pages, shrunk, and cleared: each leaves pages behind.
        var state = Holding([.. Enumerable.Range(0, 5_000).Select(static i => $"person{i}@example.com")]);
        await WriteAsync("b-erased/0", state);
        state.State = [.. state.State!.Take(100)];
        await WriteAsync("b-erased/0", state);
        await ClearAsync("b-erased/0", state);
        await using (var other = new SqliteConnection($"Data Source={DatabaseFile};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = other.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var bytes = await File.ReadAllBytesAsync(DatabaseFile, TestContext.Current.CancellationToken);
        Assert.True(bytes.Length > 100_000);
        Assert.True(bytes.AsSpan().IndexOf("person"u8) < 0);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    private protected override async Task<CampaignStorage> OpenAsync()
    {
        var database = new SqliteDataSource(DatabaseFile, powerLoss: false, lockTimeout: TimeSpan.FromSeconds(1));
        await new SqliteSchemaMigrator(database, TimeProvider.System).MigrateAsync(TestContext.Current.CancellationToken);
        return CampaignStorage.Sqlite(database);
    }
}
