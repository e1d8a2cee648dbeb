namespace EmailCampaign.Quotas;

/// <summary>What an account said of its limits; null where it names none.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.AccountAnswer")]
internal sealed record AccountAnswer(
    [property: Id(0)] double? PerSecond,
    [property: Id(1)] double? PerDay,
    [property: Id(2)] double? UsedInDay,
    [property: Id(3)] string Sentence);
