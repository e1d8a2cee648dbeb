namespace EmailCampaign.Directory;

/// <summary>A campaign's entry in the directory.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.DirectoryEntry")]
public sealed record DirectoryEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] string Fingerprint);
