namespace EmailCampaign.Quotas;

/// <param name="Wanted">Mails that wait for a permit.</param>
/// <param name="Configured">The account's limits in the settings of the silo that asks.</param>
/// <param name="Unused">Permits that lapsed.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.PermitRequest")]
internal sealed record PermitRequest(
    [property: Id(0)] int Wanted,
    [property: Id(1)] AccountLimits Configured,
    [property: Id(2)] IReadOnlyList<UnusedPermits> Unused);
