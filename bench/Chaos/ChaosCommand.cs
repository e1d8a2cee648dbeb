using System.CommandLine;

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
        var root = new RootCommand("Kills, hangs, drains and restarts the silos and the database of a cluster at work, and holds its ledger against what was mailed.")
        {
            rounds, seed, contacts, events,
        };
        root.SetAction((parse, token) => new ChaosRounds(
            parse.GetValue(rounds), parse.GetValue(seed), parse.GetValue(contacts), parse.GetValue(events)).RunAsync(token));
        return root;
    }

    private static Option<int> Number(string name, string description, int standard)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() < 1)
            {
                result.AddError($"{name} must be a number of 1 or more.");
            }
        });
        return option;
    }
}
