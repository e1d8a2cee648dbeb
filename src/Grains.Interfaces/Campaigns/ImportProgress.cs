namespace EmailCampaign.Campaigns;

/// <summary>Where the import stands.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.ImportProgress")]
public sealed record ImportProgress
{
    /// <summary>Offset in the transcoded file that the next chunk must start at.</summary>
    [Id(0)] public required long NextOffset { get; init; }

    /// <summary>Everything is stored.</summary>
    [Id(1)] public bool Finished { get; init; }

    /// <summary>Why the import stopped for good, as a sentence; null while all is well.</summary>
    [Id(2)] public string? Problem { get; init; }

    [Id(3)] public RowCounts Rows { get; init; } = new();

    /// <summary>No campaign has this id, or it cannot import any more.</summary>
    [Id(4)] public CommandRefusal Refusal { get; init; }
}
