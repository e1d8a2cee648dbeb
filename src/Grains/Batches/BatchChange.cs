namespace EmailCampaign.Batches;

/// <summary>What a command changed in a batch.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchChange")]
internal sealed record BatchChange([property: Id(0)] int Recipients, [property: Id(1)] BatchReport Report);
