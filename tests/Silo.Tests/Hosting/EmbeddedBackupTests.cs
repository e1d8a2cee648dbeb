using EmailCampaign.Silo.Hosting;
using Microsoft.Data.Sqlite;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class EmbeddedBackupTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();
    private readonly DataDirectory _directory;

    public EmbeddedBackupTests() => _directory = DataDirectory.Open(_temporary.File("data"));

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Copy => _temporary.File("copy.db");

    [Fact]
    public async Task Write_WhileAnotherConnectionWrites_HoldsWhatWasCommittedAndHoldsUpNobody()
    {
        await using var database = await EmbeddedDatabase.OpenAsync(_directory, Settings.Quiet, Cancelled);
        await using var connection = (SqliteConnection)await database.OpenConnectionAsync(Cancelled);
        await RunAsync(connection, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1);");
        await using var transaction = connection.BeginTransaction(deferred: false);
        await RunAsync(connection, "INSERT INTO t VALUES (2);", transaction);

        var problem = await EmbeddedBackup.WriteAsync(_directory.Path, Copy, Cancelled);
        await transaction.CommitAsync(Cancelled);

        Assert.Null(problem);
        Assert.Equal(1L, await CountAsync(Copy));
        Assert.Equal([Copy], System.IO.Directory.GetFiles(_temporary.Path));
    }

    [Fact]
    public async Task Write_NobodyHosts_OpensInAnotherDirectory()
    {
        await (await EmbeddedDatabase.OpenAsync(_directory, Settings.Quiet, Cancelled)).DisposeAsync();

        Assert.Null(await EmbeddedBackup.WriteAsync(_directory.Path, Copy, Cancelled));

        var other = DataDirectory.Open(_temporary.File("other"));
        File.Copy(Copy, other.DatabaseFile);
        await using var database = await EmbeddedDatabase.OpenAsync(other, Settings.Quiet, Cancelled);
        await using var connection = await database.OpenConnectionAsync(Cancelled);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Copy));
        }
    }

    [Fact]
    public async Task Write_HostWasKilled_HoldsWhatIsOnlyInTheLog()
    {
        await using var database = await EmbeddedDatabase.OpenAsync(_directory, Settings.Quiet, Cancelled);
        await using var connection = (SqliteConnection)await database.OpenConnectionAsync(Cancelled);
        await RunAsync(connection, "CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1);");
        var killed = _temporary.File("killed");
        System.IO.Directory.CreateDirectory(killed);
        foreach (var file in new[] { "", "-wal" })
        {
            File.Copy(_directory.DatabaseFile + file, System.IO.Path.Combine(killed, "campaigns.db" + file)); // as it is on the disk at this moment
        }

        Assert.Null(await EmbeddedBackup.WriteAsync(killed, Copy, Cancelled));

        Assert.Equal(1L, await CountAsync(Copy));
    }

    [Fact]
    public async Task Write_AlreadyThereOrNoStore_IsRefusedAndChangesNothing()
    {
        await (await EmbeddedDatabase.OpenAsync(_directory, Settings.Quiet, Cancelled)).DisposeAsync();
        await File.WriteAllTextAsync(Copy, "mine", Cancelled);

        Assert.Contains("is there already", await EmbeddedBackup.WriteAsync(_directory.Path, Copy, Cancelled), StringComparison.Ordinal);
        Assert.Contains("There is no store", await EmbeddedBackup.WriteAsync(_temporary.Path, _temporary.File("b.db"), Cancelled), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Copy, Cancelled));
    }

    [Fact]
    public async Task Write_StoreThatIsNoDatabase_SaysSoAndLeavesNoCopy()
    {
        await File.WriteAllTextAsync(_directory.DatabaseFile, new string('x', 5000), Cancelled);

        Assert.Contains("could not be copied", await EmbeddedBackup.WriteAsync(_directory.Path, Copy, Cancelled), StringComparison.Ordinal);
        Assert.Empty(System.IO.Directory.GetFiles(_temporary.Path));
    }

    [Fact]
    public async Task Write_Interrupted_LeavesNoCopy()
    {
        await (await EmbeddedDatabase.OpenAsync(_directory, Settings.Quiet, Cancelled)).DisposeAsync();
        await using (var connection = new SqliteConnection($"Data Source={_directory.DatabaseFile};Pooling=false"))
        {
            await connection.OpenAsync(Cancelled);
            await RunAsync(connection, "CREATE TABLE t AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000) SELECT randomblob(200) FROM n;");
        }

        using var interrupted = new CancellationTokenSource();
        using var watcher = new FileSystemWatcher(_temporary.Path) { EnableRaisingEvents = true };
        watcher.Changed += (_, _) => interrupted.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedBackup.WriteAsync(_directory.Path, Copy, interrupted.Token));
        Assert.Empty(System.IO.Directory.GetFiles(_temporary.Path));
    }

    public void Dispose() => _temporary.Dispose();

    private static async Task RunAsync(SqliteConnection connection, string text, SqliteTransaction? transaction = null)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own texts
        command.CommandText = text;
#pragma warning restore CA2100
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync(Cancelled);
    }

    private static async Task<object?> CountAsync(string file)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
        await connection.OpenAsync(Cancelled);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM t";
        return await command.ExecuteScalarAsync(Cancelled);
    }
}
