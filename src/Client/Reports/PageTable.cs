namespace EmailCampaign.Client.Reports;

/// <summary>A table of the page; its first column is a name, the others are numbers.</summary>
internal sealed record PageTable
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>What is counted, as a sentence.</summary>
    public required string Note { get; init; }

    /// <summary>Head of the first column.</summary>
    public required string Of { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<PageRow> Rows { get; init; }

    public required PageRow Sum { get; init; }
}
