namespace EmailCampaign.Batches;

/// <summary>Line and address fingerprint of each recipient, one after the other.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchFingerprints")]
internal sealed record BatchFingerprints([property: Id(0)] int[] Lines, [property: Id(1)] byte[] Fingerprints);
