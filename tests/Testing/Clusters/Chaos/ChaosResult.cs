namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>What a round came to.</summary>
public sealed record ChaosResult
{
    public required ChaosOptions Options { get; init; }

    /// <summary>What was done, in order.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>From the launch until the campaign was over and everything was mended.</summary>
    public TimeSpan Took { get; init; }

    public LedgerAudit Audit { get; init; } = LedgerAudit.None;

    /// <summary>Every promise that was not kept, a sentence each; empty for a good round.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>What the processes printed, for whoever looks into a problem.</summary>
    public string Details { get; init; } = "";

    public override string ToString() => string.Join('\n', [
        $"seed {Options.Seed}, {Options.Guarantee}: {string.Join(", ", Events)}",
        $"{Took.TotalSeconds:0} s, {Audit.Sent} sent, {Audit.InDoubt} in doubt, {Audit.Doubts} doubts, {Audit.Duplicates} duplicates, {Audit.Lost} lost",
        .. Problems]);
}
