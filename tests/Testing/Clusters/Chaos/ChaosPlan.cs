namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>The disturbances of a round, drawn from a seed.</summary>
public static class ChaosPlan
{
    private const double First = 0.05;
    private const double Last = 0.85;

    private static readonly ChaosAction[] Deck =
    [
        ChaosAction.Kill, ChaosAction.Kill, ChaosAction.Terminate, ChaosAction.HangShort, ChaosAction.HangLong, ChaosAction.CrashDatabase,
    ];

    /// <summary>Draws actions as from a shuffled deck, so that few events are already of many kinds, at moments spread over the campaign.</summary>
    public static IReadOnlyList<ChaosEvent> Draw(int seed, int events, int silos)
    {
        var random = new Random(seed);
        var actions = new List<ChaosAction>();
        while (actions.Count < events)
        {
            var deck = Deck.ToArray();
            random.Shuffle(deck);
            actions.AddRange(deck);
        }

        // Every third seed disturbs the import too.
        var moments = Enumerable.Range(0, events).Select(_ => First + (random.NextDouble() * (Last - First))).Order().ToList();
        moments[0] = seed % 3 == 0 ? 0 : moments[0];
        return [.. moments.Select((at, index) => new ChaosEvent(actions[index], at, random.Next(silos), Outage(actions[index], random)))];
    }

    private static TimeSpan Outage(ChaosAction action, Random random) => TimeSpan.FromSeconds(action switch
    {
        ChaosAction.HangShort => 30,
        ChaosAction.HangLong => 90,
        ChaosAction.CrashDatabase => random.Next(2, 21),
        _ => random.Next(0, 11),
    });
}
