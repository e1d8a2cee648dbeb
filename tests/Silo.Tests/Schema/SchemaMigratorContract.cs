using System.Data.Common;
using System.Globalization;
using EmailCampaign.Silo.Hosting;
using EmailCampaign.Silo.Schema;

namespace EmailCampaign.Silo.Tests.Schema;

public abstract class SchemaMigratorContract
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Scripts_AreNumberedFromOneWithoutGaps()
        => Assert.Equal(Enumerable.Range(1, Scripts.Count), Scripts.Select(static script => script.Version));

    [Fact]
    public async Task Migrate_FreshDatabase_RunsEveryScriptAndRecordsIt()
    {
        await using var database = await OpenAsync();

        Assert.Equal(Scripts.Count, await Migrator(database, Scripts).MigrateAsync(Cancelled));

        Assert.Equal(Scripts.Count, await CountAsync(database, "campaign_schema"));
        Assert.Equal(0, await CountAsync(database, "OrleansStorage"));
    }

    [Fact]
    public async Task Migrate_Again_DoesNothing()
    {
        await using var database = await OpenAsync();
        await Migrator(database, Scripts).MigrateAsync(Cancelled);

        Assert.Equal(0, await Migrator(database, Scripts).MigrateAsync(Cancelled));
        Assert.Equal(Scripts.Count, await CountAsync(database, "campaign_schema"));
    }

    [Fact]
    public async Task Migrate_OlderDatabase_RunsOnlyWhatIsNew()
    {
        await using var database = await OpenAsync();
        await Migrator(database, Scripts).MigrateAsync(Cancelled);
        SchemaScript next = new(Scripts.Count + 1, "CREATE TABLE later (id integer)");

        Assert.Equal(1, await Migrator(database, [.. Scripts, next]).MigrateAsync(Cancelled));

        Assert.Equal(0, await CountAsync(database, "later"));
    }

    [Fact]
    public async Task Migrate_SeveralAtOnce_RunEachScriptOnce()
    {
        await using var database = await OpenAsync();

        var ran = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrator(database, Scripts).MigrateAsync(Cancelled)));

        Assert.Equal(Scripts.Count, ran.Sum());
    }

    [Fact]
    public async Task Migrate_ScriptThatFails_LeavesTheDatabaseAsItWas()
    {
        await using var database = await OpenAsync();
        await Migrator(database, Scripts).MigrateAsync(Cancelled);
        SchemaScript good = new(Scripts.Count + 1, "CREATE TABLE half (id integer)");
        SchemaScript bad = new(Scripts.Count + 2, "CREATE TABLE half (id integer)");

        await Assert.ThrowsAnyAsync<DbException>(() => Migrator(database, [.. Scripts, good, bad]).MigrateAsync(Cancelled));

        await Assert.ThrowsAnyAsync<DbException>(() => CountAsync(database, "half"));
        Assert.Equal(1, await Migrator(database, [.. Scripts, good]).MigrateAsync(Cancelled));
    }

    [Fact]
    public async Task Migrate_DatabaseOfANewerProgram_IsRefusedInOneSentence()
    {
        await using var database = await OpenAsync();
        SchemaScript next = new(Scripts.Count + 1, "CREATE TABLE later (id integer)");
        await Migrator(database, [.. Scripts, next]).MigrateAsync(Cancelled);

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => Migrator(database, Scripts).MigrateAsync(Cancelled));

        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    private protected abstract IReadOnlyList<SchemaScript> Scripts { get; }

    /// <summary>An empty database.</summary>
    private protected abstract Task<DbDataSource> OpenAsync();

    private protected abstract ISchemaMigrator Migrator(DbDataSource database, IReadOnlyList<SchemaScript> scripts);

    private static async Task<int> CountAsync(DbDataSource database, string table)
    {
        await using var connection = await database.OpenConnectionAsync(Cancelled);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own table names
        command.CommandText = $"SELECT count(*) FROM {table}";
#pragma warning restore CA2100
        return Convert.ToInt32(await command.ExecuteScalarAsync(Cancelled), CultureInfo.InvariantCulture);
    }
}
