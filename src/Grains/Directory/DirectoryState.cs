namespace EmailCampaign.Directory;

/// <summary>The row <c>directory</c>: how many pages there are, and which campaigns are in work or on their way out.</summary>
[GenerateSerializer, Alias("EmailCampaign.DirectoryState")]
internal sealed record DirectoryState
{
    [Id(0)] public int Pages { get; init; }

    [Id(1)] public IReadOnlyList<string> Open { get; init; } = [];

    /// <summary>Campaigns that are being deleted: a silo that does not send goes on with these too.</summary>
    [Id(2)] public IReadOnlyList<string> Deleting { get; init; } = [];
}
