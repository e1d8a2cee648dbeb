namespace EmailCampaign.LoadTest.Targets;

/// <summary>Measures scenarios one after the other, and prints the table.</summary>
internal sealed class TargetsRun(TargetsOptions options, IReadOnlyList<IScenario> scenarios, bool json)
{
    /// <summary>All of them, in the order of the table.</summary>
    public static IReadOnlyList<IScenario> All { get; } =
    [
        new GoLoopScenario("go-loop", 50_000, rate: 1.3, whole: 1.15, cpu: 1.3),
        new GoLoopScenario("go-loop-200k", 200_000, rate: 1.5, whole: 0.8, cpu: 1),
        new PostgresScenario("postgres", 50_000),
        new PostgresScenario("postgres-200k", 200_000),
        new NodemailerScenario(),
        new FirstMailScenario(),
        new GrowthScenario(),
        new HtmlScenario(),
        new BatchApiScenario(),
        new LedgerScenario(),
        new DurabilityScenario(),
        new ClusterScenario(),
    ];

    /// <returns>0, or 1 when a run failed or lost a mail. Whether targets are met is in the table.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var machine = await Machine.LookAsync();
        await using var bench = new Workbench(options);
        var rows = new List<(string, TargetRow)>();
        var failed = false;
        foreach (var scenario in scenarios)
        {
            await Console.Error.WriteLineAsync($"-- {scenario.Name}");
            try
            {
                rows.AddRange((await scenario.RunAsync(bench, cancellationToken)).Select(row => (scenario.Name, row)));
            }
            catch (RunFailedException failure)
            {
                // One scenario says nothing; the others still do.
                failed = true;
                await Console.Error.WriteLineAsync(failure.Message);
                rows.Add((scenario.Name, new TargetRow("a run failed", "", Bound: null, Figure: null, failure.Message.Split('\n')[0])));
            }
        }

        var report = new TargetsReport(machine, options, rows, bench.Subjects);
        await Console.Out.WriteLineAsync(json ? report.ToJson() : report.ToMarkdown());
        return failed ? 1 : 0;
    }
}
