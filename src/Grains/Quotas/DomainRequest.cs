namespace EmailCampaign.Quotas;

/// <param name="Wanted">Mails that wait, by the recipient's domain.</param>
/// <param name="Configured">The account's limits in the settings of the silo that asks.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.DomainRequest")]
internal sealed record DomainRequest(
    [property: Id(0)] Dictionary<string, int> Wanted,
    [property: Id(1)] AccountLimits Configured);
