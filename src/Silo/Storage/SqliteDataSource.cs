using System.Data.Common;
using System.Runtime.CompilerServices;
using EmailCampaign.Hosting;
using Microsoft.Data.Sqlite;

namespace EmailCampaign.Silo.Storage;

/// <summary>
/// The embedded database, in the shape that Orleans' ADO.NET providers take. Connections are pooled, the pragmas that are per connection
/// are set on each, and one connection is open at a time.
/// </summary>
/// <remarks>
/// SQLite has one writer, and Microsoft.Data.Sqlite waits for it by sleeping on the caller's thread. So the threads of this process wait in
/// line before they open a connection, asynchronously. Only a lock of another process (a backup, someone's <c>sqlite3</c>) is still waited
/// for on a thread, up to <c>lockTimeout</c>; then the command fails, and the next one finds the connection usable.
/// </remarks>
internal sealed class SqliteDataSource : DbDataSource, IStorageDurability
{
    private readonly SemaphoreSlim _line = new(1, 1);
    private readonly ConditionalWeakTable<SQLitePCL.sqlite3, string> _prepared = [];
    private volatile bool _powerLoss;

    /// <param name="path">The database file; created when it is not there.</param>
    /// <param name="powerLoss">
    /// Whether a commit is on the disk (synchronous=FULL) before it returns, or merely survives the death of the process (NORMAL).
    /// </param>
    /// <param name="lockTimeout">Longest wait for a lock of another process; whole seconds, default 5 s.</param>
    public SqliteDataSource(string path, bool powerLoss = false, TimeSpan? lockTimeout = null)
    {
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = (int)(lockTimeout ?? TimeSpan.FromSeconds(5)).TotalSeconds,
        }.ToString();
        _powerLoss = powerLoss;
    }

    // journal_mode is kept in the file and costs nothing when it is WAL already. secure_delete overwrites what is deleted with zeros: addresses
    // of a deleted campaign must not stay readable in the file's free pages. It costs some 20 µs a write.
    private string Pragmas => _powerLoss
        ? "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA synchronous = FULL;"
        : "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;";

    /// <summary>From the next connection on, a commit is on the disk before it returns.</summary>
    public void RequirePowerLoss() => _powerLoss = true;

    public override string ConnectionString { get; }

    protected override DbConnection CreateDbConnection() => new Connection(this);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using var pooled = new SqliteConnection(ConnectionString);
            SqliteConnection.ClearPool(pooled); // closes the file, so that the directory can be deleted or copied
            _line.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override ValueTask DisposeAsyncCore()
    {
        Dispose(disposing: true);
        return base.DisposeAsyncCore();
    }

    // The pool hands the same handle out again and again, and it keeps what was set on it.
    private void Prepare(SqliteConnection connection)
    {
        var pragmas = Pragmas;
        if (_prepared.TryGetValue(connection.Handle!, out var known) && ReferenceEquals(known, pragmas))
        {
            return;
        }

        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // one of two constants
        command.CommandText = pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
        _prepared.AddOrUpdate(connection.Handle!, pragmas);
    }

    private sealed class Connection(SqliteDataSource source) : SqliteConnection(source.ConnectionString)
    {
        private bool _hasPlace;

        public override void Open()
        {
            source._line.Wait();
            OpenInPlace();
        }

        public override async Task OpenAsync(CancellationToken cancellationToken)
        {
            await source._line.WaitAsync(cancellationToken);
            OpenInPlace();
        }

        public override void Close()
        {
            base.Close();
            if (_hasPlace)
            {
                _hasPlace = false;
                source._line.Release();
            }
        }

        private void OpenInPlace()
        {
            _hasPlace = true;
            try
            {
                base.Open();
                source.Prepare(this);
            }
            catch
            {
                Close();
                throw;
            }
        }
    }
}
