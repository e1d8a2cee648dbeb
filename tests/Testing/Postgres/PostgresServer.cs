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
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"campaign_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        foreach (var text in new[] { $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", $"CREATE DATABASE {name}" })
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name, Pooling = true }.ToString();
    }

    /// <summary>Whether the server is ours to stop and start again; one that was given is not.</summary>
    public bool IsOwn => _process is not null;

    /// <summary>The server's loopback port; 0 for one that was given.</summary>
    public int Port => _process is null ? 0 : new NpgsqlConnectionStringBuilder(_connectionString).Port;

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
