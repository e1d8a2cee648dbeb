namespace EmailCampaign.Batches;

/// <summary>The recipients of a batch, as the import hands them over.</summary>
/// <param name="Recipients">Accepted rows in the order of the file.</param>
/// <param name="CreatedAt">When the importing campaign was created; null from a silo of an earlier version.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchContent")]
internal sealed record BatchContent([property: Id(0)] IReadOnlyList<BatchRecipient> Recipients, [property: Id(1)] DateTimeOffset? CreatedAt = null);

/// <summary>An accepted row of the file.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchRecipient")]
internal sealed record BatchRecipient(
    [property: Id(0)] int Line,
    [property: Id(1)] string Address,
    [property: Id(2)] string[] Values);
