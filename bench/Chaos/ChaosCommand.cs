using System.CommandLine;
using EmailCampaign.Testing.Postgres;

namespace EmailCampaign.Chaos;

/// <summary>The command line.</summary>
internal static class ChaosCommand
{
    public static RootCommand Build()
    {
        var rounds = Number("--rounds", "Rounds of chaos; guarantees alternate.", 1);
        var seed = Number("--seed", "Seed of the first round; the next has the next number.", 1);
        var contacts = Number("--contacts", "Recipients of a round.", 30_000);
        var events = Number("--events", "Disturbances of a round.", 8);
        var recovery = Number("--recovery", "Measure instead how long recovery takes, in so many runs of each loss.", 0);
        var losses = new Option<Loss[]>("--loss") { Description = "With --recovery: only these losses; may be repeated.", DefaultValueFactory = static _ => Enum.GetValues<Loss>() };
        var logs = new Option<DirectoryInfo?>("--logs") { Description = "With --recovery: a directory that gets what the silos printed in each run." };
        var elasticity = new Option<bool>("--elasticity") { Description = "Measure instead how much more two and three silos send than one." };
        var root = new RootCommand("Kills, hangs, drains and restarts the silos and the database of a cluster at work, and holds its ledger against what was mailed.")
        {
            rounds, seed, contacts, events, recovery, losses, logs, elasticity,
        };
        root.SetAction((parse, token) => OverDatabaseAsync(
            database => parse.GetValue(recovery) is > 0 and var runs ? new Recovery(database, runs, parse.GetValue(losses)!, parse.GetValue(logs)).RunAsync(token)
                : parse.GetValue(elasticity) ? new Elasticity(database).RunAsync(token)
                : new ChaosRounds(
                    database, parse.GetValue(rounds), parse.GetValue(seed), parse.GetValue(contacts), parse.GetValue(events)).RunAsync(token),
            token));
        return root;
    }

    private static async Task<int> OverDatabaseAsync(Func<PostgresServer, Task<int>> action, CancellationToken cancellationToken)
    {
        var (database, reason) = await PostgresServer.TryStartAsync(cancellationToken);
        if (database is not { IsOwn: true })
        {
            await Console.Error.WriteLineAsync(reason ?? $"A server that {PostgresServer.Variable} names is not ours to stop; unset it.");
            return 2;
        }

        await using (database)
        {
            return await action(database);
        }
    }

    private static Option<int> Number(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && (result.Errors.Any() || result.GetValueOrDefault<int>() < 1))
            {
                result.AddError($"{name} must be a number of 1 or more.");
            }
        });
        return option;
    }
}
