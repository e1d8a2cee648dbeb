using EmailCampaign.Silo.Hosting;
using EmailCampaign.Silo.Schema;
using EmailCampaign.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace EmailCampaign.Silo;

/// <summary>Brings the schema up to date and runs one silo of a cluster.</summary>
internal sealed class ClusterRun(string connectionString, IConfiguration configuration, TextWriter errors)
{
    public async Task<int> RunAsync(bool migrateOnly, Task asked)
    {
        await using var database = PostgresDataSource.Create(connectionString, "campaign-silo");
        using var giveUp = new CancellationTokenSource();
        _ = asked.ContinueWith(_ => giveUp.Cancel(), TaskScheduler.Default);
        try
        {
            var reached = new PostgresStart(database, TimeProvider.System, errors);
            var scripts = await reached.MigrateAsync(giveUp.Token);
            if (migrateOnly)
            {
                await errors.WriteLineAsync(scripts == 0
                    ? "The schema is up to date."
                    : FormattableString.Invariant($"The schema is up to date; {scripts} scripts were run."));
                return SiloExit.Done;
            }

            if (await PostgresLimits.WarningAsync(database, giveUp.Token) is { } warning)
            {
                await errors.WriteLineAsync(warning);
            }

            return await ServeAsync(database, asked, giveUp.Token);
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
        {
            return SiloExit.Done; // told to stop before it was up
        }
        catch (DatabaseUnreachableException unreachable)
        {
            await errors.WriteLineAsync(unreachable.Message);
            return SiloExit.Unreachable;
        }
        catch (Exception error) when (IsOfTheDatabase(error))
        {
            // It went away between the look at the schema and the end of the start.
            await errors.WriteLineAsync($"The database was lost while the silo started: {error.GetBaseException().Message.TrimEnd('.')}.");
            return SiloExit.Unreachable;
        }
    }

    private async Task<int> ServeAsync(NpgsqlDataSource database, Task asked, CancellationToken cancellationToken)
    {
        await using var silo = await ClusterSilo.StartAsync(database, configuration, cancellationToken);
        if (await silo.MetricsUnavailable is { } warning)
        {
            await errors.WriteLineAsync(warning);
        }

        await Task.WhenAny(asked, silo.Gone);
        await silo.StopAsync();
        return asked.IsCompleted ? SiloExit.Done : SiloExit.Gone;
    }

    private static bool IsOfTheDatabase(Exception error) => error is NpgsqlException
        || (error is AggregateException several && several.InnerExceptions.Any(IsOfTheDatabase))
        || (error.InnerException is { } inner && IsOfTheDatabase(inner));
}
