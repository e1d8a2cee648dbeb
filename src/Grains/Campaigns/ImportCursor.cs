namespace EmailCampaign.Campaigns;

/// <summary>How far the import is stored: always at the end of a batch, or of the file.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.ImportCursor")]
internal sealed record ImportCursor
{
    /// <summary>Offset of the next row in the transcoded file.</summary>
    [Id(0)] public long Offset { get; init; }

    /// <summary>Line of the next row, 1-based.</summary>
    [Id(1)] public int Line { get; init; } = 1;

    [Id(2)] public RowCounts Rows { get; init; } = new();

    /// <summary>Batches stored.</summary>
    [Id(3)] public int Batches { get; init; }
}
