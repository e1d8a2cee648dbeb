namespace EmailCampaign.Quotas;

/// <summary>The way from this silo to the quotas.</summary>
internal interface IQuotaLink
{
    /// <summary>This silo, as others call it.</summary>
    string Silo { get; }

    Task<QuotaNews> SyncAsync(string account, SiloUse use);

    Task<PermitBlock> LeaseAsync(string account, PermitRequest request);

    Task<Dictionary<string, PermitBlock>> LeaseDomainsAsync(string account, DomainRequest request);

    /// <summary>Leases permits of a campaign's own rate.</summary>
    Task<PermitBlock> LeaseAsync(string campaignId, int wanted, double perSecond);
}
