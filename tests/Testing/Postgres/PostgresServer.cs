using System.Globalization;
using EmailCampaign.Testing.Processes;
using Npgsql;

namespace EmailCampaign.Testing.Postgres;

/// <summary>
/// A real PostgreSQL: the server named by <c>EMAILCAMPAIGN_TEST_POSTGRES</c> (a connection string of a role that may create databases), or one
/// started here from the installed binaries, on a free loopback port, gone with its data when disposed.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Variable = "EMAILCAMPAIGN_TEST_POSTGRES";

    private readonly string _connectionString;
    private readonly PostgresProcess? _process;
    private int _databases;

    private PostgresServer(string connectionString, PostgresProcess? process)
        => (_connectionString, _process) = (connectionString, process);

    /// <returns>The server, or the reason why there is none.</returns>
    public static async Task<(PostgresServer? Server, string? Reason)> TryStartAsync(CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return (new(given, process: null), null);
        }

        if (PostgresBinaries.Find() is not { } binaries)
        {
            return (null, $"no PostgreSQL binaries found; install postgresql or set {Variable}");
        }

        var port = LoopbackPort.Free(1)[0];
        var process = await PostgresProcess.StartAsync(binaries, port, cancellationToken);
        var server = new PostgresServer(
            string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false"), process);
        await server.ReadyAsync(cancellationToken);
        return (server, null);
    }

    /// <summary>Makes an empty database.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="disk">Where its tables are to be; with the server's other data when it is not said.</param>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken, SmallDisk? disk = null)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"campaign_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        string[] place = disk is null ? [] : [$"CREATE TABLESPACE {name}_disk LOCATION '{disk.Folder}'"];
        await ExecuteAsync(
            [
                $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", .. place,
                disk is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TABLESPACE {name}_disk",
            ],
            cancellationToken);
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name, Pooling = true }.ToString();
    }

    /// <summary>Removes a database that was put on a disk of its own, so that the disk can go.</summary>
    public Task DropDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        return ExecuteAsync([$"DROP DATABASE {name} WITH (FORCE)", $"DROP TABLESPACE {name}_disk"], cancellationToken);
    }

    /// <summary>Whether the server is ours to stop and start again; one that was given is not.</summary>
    public bool IsOwn => _process is not null;

    /// <summary>The server's loopback port; 0 for one that was given.</summary>
    public int Port => _process is null ? 0 : new NpgsqlConnectionStringBuilder(_connectionString).Port;

    /// <summary>Starts a second server that has every commit before this one answers it.</summary>
    public async Task<PostgresStandby> AddStandbyAsync(CancellationToken cancellationToken)
    {
        var port = LoopbackPort.Free(1)[0];
        var standby = new PostgresStandby(await _process!.FollowAsync(port, cancellationToken), port);
        await ExecuteAsync(["ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()"], cancellationToken);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'", connection);
        while (await command.ExecuteScalarAsync(cancellationToken) is not 1L)
        {
            await pause.WaitForNextTickAsync(cancellationToken);
        }

        return standby;
    }

    /// <summary>Ends the server as a crash does.</summary>
    public Task StopAsync() => _process!.StopAsync();

    /// <summary>Starts it again on the same port and data, and waits until it answers.</summary>
    public async Task StartAgainAsync(CancellationToken cancellationToken)
    {
        _process!.StartAgain();
        await ReadyAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    private async Task ExecuteAsync(IEnumerable<string> commands, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var text in commands)
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    // A server answers "starting up" for a while; there is no event to wait for but an accepted connection.
    private async Task ReadyAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(_connectionString);
                await connection.OpenAsync(patience.Token);
                return;
            }
            catch (NpgsqlException) when (_process is { HasExited: false })
            {
                await pause.WaitForNextTickAsync(patience.Token);
            }
        }
    }
}
