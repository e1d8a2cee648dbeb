namespace EmailCampaign.Quotas;

/// <summary>A limit that an operator sets in place of the configured one.</summary>
/// <param name="Kind">Which limit.</param>
/// <param name="Limit">The new limit; null lifts it.</param>
/// <param name="Domain">The domain in lower case, or <c>default</c>, where the limit is a domain's.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.LimitChange")]
public sealed record LimitChange(
    [property: Id(0)] LimitKind Kind,
    [property: Id(1)] double? Limit,
    [property: Id(2)] string? Domain = null);
