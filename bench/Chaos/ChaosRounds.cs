using System.Globalization;
using EmailCampaign.Testing.Clusters.Chaos;
using EmailCampaign.Testing.Postgres;

namespace EmailCampaign.Chaos;

/// <summary>Rounds of chaos, one after the other, as a table: a row as soon as its round is over.</summary>
internal sealed class ChaosRounds(PostgresServer database, int rounds, int seed, int contacts, int events)
{
    /// <returns>0, or 1 when a promise was not kept.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(
            "| seed | guarantee | events | seconds | sent | in doubt | duplicates | lost |\n|---|---|---|---|---|---|---|---|");
        var bad = 0;
        foreach (var number in Enumerable.Range(seed, rounds))
        {
            var options = new ChaosOptions(number) { Contacts = contacts, Events = events, AtMostOnce = number % 2 == 0 };
            var result = await ChaosRound.RunAsync(options, database, cancellationToken);
            await Console.Out.WriteLineAsync(Row(result));
            if (result.Problems.Count > 0)
            {
                bad++;
                await Console.Error.WriteLineAsync($"{result}\n{result.Details}");
            }
        }

        await Console.Out.WriteLineAsync(bad == 0 ? "\nEvery promise was kept." : $"\n{bad} of {rounds} rounds had problems; they are on standard error.");
        return bad == 0 ? 0 : 1;
    }

    private static string Row(ChaosResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {result.Options.Seed} | {result.Options.Guarantee} | {string.Join(", ", result.Events)} | {result.Took.TotalSeconds:0} "
            + $"| {result.Audit.Sent} | {result.Audit.InDoubt} | {result.Audit.Duplicates} | {result.Audit.Lost} |");
}
