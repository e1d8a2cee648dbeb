namespace EmailCampaign.Directory;

/// <summary>The row <c>directory-page</c>.</summary>
[GenerateSerializer, Alias("EmailCampaign.DirectoryPageState")]
internal sealed record DirectoryPageState
{
    [Id(0)] public IReadOnlyList<DirectoryEntry> Entries { get; init; } = [];
}
