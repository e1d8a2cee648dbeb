using System.Data.Common;
using System.Globalization;
using EmailCampaign.Silo.Hosting;
using Npgsql;

namespace EmailCampaign.Silo.Schema;

/// <summary>Waits for the database of a starting silo, and brings its schema up to date.</summary>
internal sealed class PostgresStart(NpgsqlDataSource database, TimeProvider clock, TextWriter errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <returns>How many scripts were run.</returns>
    /// <exception cref="StartRefusedException">The server refuses: user, password, database, rights, or a schema that is newer.</exception>
    /// <exception cref="DatabaseUnreachableException">Nothing answered for a minute.</exception>
    public async Task<int> MigrateAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await CheckDurabilityAsync(cancellationToken);
                return await new PostgresSchemaMigrator(database, clock).MigrateAsync(cancellationToken);
            }
            catch (PostgresException refused) when (!refused.IsTransient)
            {
                throw new StartRefusedException(
                    $"The database refuses ({refused.SqlState}): {refused.MessageText.TrimEnd('.')}. Check the user, the database and its rights.", refused);
            }
            catch (Exception error) when (error is DbException or TimeoutException)
            {
                if (clock.GetElapsedTime(started) > Patience)
                {
                    throw new DatabaseUnreachableException(
                        $"The database at {Where()} cannot be reached: {error.GetBaseException().Message.TrimEnd('.')}.", error);
                }

                if (attempt == 1)
                {
                    await errors.WriteLineAsync($"The database at {Where()} does not answer yet; waiting for it.");
                }

                await Task.Delay(Interval, clock, cancellationToken);
            }
        }
    }

    // A claim that a crash of the server takes back would be sent twice, at-most-once included.
    private async Task CheckDurabilityAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SHOW synchronous_commit";
        if (await command.ExecuteScalarAsync(cancellationToken) is "off")
        {
            throw new StartRefusedException(
                "The database has synchronous_commit=off: a crash of its server would take back what was recorded as sent. "
                    + "Set it to on for this user or database (ALTER ROLE ... SET synchronous_commit = on).");
        }
    }

    private string Where()
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return settings.Host!.Contains(',', StringComparison.Ordinal)
            ? settings.Host
            : string.Create(CultureInfo.InvariantCulture, $"{settings.Host}:{settings.Port}");
    }
}
