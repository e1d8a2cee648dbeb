namespace EmailCampaign.Campaigns;

/// <summary>The source of a campaign's template, as the console read it from its folder.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.TemplateContent")]
public sealed record TemplateContent
{
    [Id(0)] public required string Subject { get; init; }

    [Id(1)] public string? Html { get; init; }

    [Id(2)] public string? Text { get; init; }

    [Id(3)] public IReadOnlyList<AttachedFile> Attachments { get; init; } = [];
}

/// <summary>A file of the template's <c>attachments</c> folder.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.AttachedFile")]
public sealed record AttachedFile(
    [property: Id(0)] string FileName,
    [property: Id(1)] string ContentType,
    [property: Id(2)] byte[] Content);
