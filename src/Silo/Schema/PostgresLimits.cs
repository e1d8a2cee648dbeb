using Npgsql;

namespace EmailCampaign.Silo.Schema;

/// <summary>How many connections the database lets this user have.</summary>
internal static class PostgresLimits
{
    // least() passes over what is null: a user or a database without a limit of its own.
    private const string Query = """
        SELECT least(
            current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
            (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
            (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()))
        """;

    /// <returns>A sentence when this process may ask for more connections than there are; null otherwise.</returns>
    public static async Task<string?> WarningAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Query, connection);
        var pool = new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize;
        return await command.ExecuteScalarAsync(cancellationToken) is int most && most < pool
            ? FormattableString.Invariant(
                $"This silo may open {pool} connections, and the database gives this user {most} in all: every silo beyond that waits and retries. ")
                + "Set \"Maximum Pool Size\" in the connection string so that all silos together stay below it."
            : null;
    }
}
