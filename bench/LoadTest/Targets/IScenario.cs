namespace EmailCampaign.LoadTest.Targets;

/// <summary>Some rows of the table, and what has to be measured for them.</summary>
internal interface IScenario
{
    /// <summary>By which it is chosen.</summary>
    string Name { get; }

    Task<IReadOnlyList<TargetRow>> RunAsync(Workbench bench, CancellationToken cancellationToken);
}
