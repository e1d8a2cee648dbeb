using EmailCampaign.Silo.Hosting;
using Npgsql;

namespace EmailCampaign.Client.Connections;

/// <summary>The membership table of a cluster, as a console reads it before it joins: it says in words what an Orleans client would not.</summary>
internal sealed class ClusterMembers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _clock;

    private ClusterMembers(NpgsqlDataSource database, string clusterId, TimeProvider clock)
        => (Database, ClusterId, _clock) = (database, clusterId, clock);

    public NpgsqlDataSource Database { get; }

    public string ClusterId { get; }

    /// <exception cref="StartRefusedException">The connection string cannot be read.</exception>
    public static ClusterMembers Of(string connectionString, string clusterId, TimeProvider clock)
        => new(ClusterDatabase.Open(connectionString, "campaign"), clusterId, clock);

    /// <summary>Waits a moment for a silo that takes clients.</summary>
    /// <returns>A sentence when there is none; null when there is.</returns>
    public async Task<string?> ProblemAsync(Action<string> say, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        string? problem;
        for (var said = false; (problem = await LookAsync(cancellationToken)) is not null; said = true)
        {
            if (_clock.GetElapsedTime(started) > Patience)
            {
                return problem;
            }

            if (!said)
            {
                say($"{problem} Waiting for it.");
            }

            await Task.Delay(Interval, _clock, cancellationToken);
        }

        return null;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task<string?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Database.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand(
                "SELECT count(*) FROM OrleansMembershipTable WHERE DeploymentId = $1 AND Status = 3 AND ProxyPort > 0", connection);
            command.Parameters.Add(new() { Value = ClusterId });
            return await command.ExecuteScalarAsync(cancellationToken) is > 0L
                ? null
                : $"No silo of cluster '{ClusterId}' is running; start one with 'dotnet run --project src/Silo -- --database ...'.";
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return "This database has never had a silo; start one with 'dotnet run --project src/Silo -- --database ...'.";
        }
        catch (PostgresException refused)
        {
            return $"The database refuses ({refused.SqlState}): {refused.MessageText.TrimEnd('.')}.";
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            return $"The database of the cluster cannot be reached: {error.GetBaseException().Message.TrimEnd('.')}.";
        }
    }
}
