namespace EmailCampaign.Directory;

/// <summary>The row <c>directory</c>: how many pages there are, and which campaigns are in work.</summary>
[GenerateSerializer, Alias("EmailCampaign.DirectoryState")]
internal sealed record DirectoryState
{
    [Id(0)] public int Pages { get; init; }

    [Id(1)] public IReadOnlyList<string> Open { get; init; } = [];
}
