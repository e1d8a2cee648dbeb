namespace EmailCampaign.Campaigns;

/// <summary>How many recipients a replay or a discard took hold of.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.DeadLetterResult")]
public sealed record DeadLetterResult(
    [property: Id(0)] CommandResult Command,
    [property: Id(1)] int Recipients);
