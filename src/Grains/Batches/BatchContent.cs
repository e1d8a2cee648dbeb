namespace EmailCampaign.Batches;

/// <summary>The recipients of a batch, as the import hands them over.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchContent")]
internal sealed record BatchContent([property: Id(0)] IReadOnlyList<BatchRecipient> Recipients);

/// <summary>An accepted row of the file.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchRecipient")]
internal sealed record BatchRecipient(
    [property: Id(0)] int Line,
    [property: Id(1)] string Address,
    [property: Id(2)] string[] Values);
