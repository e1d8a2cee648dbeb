namespace EmailCampaign.Quotas;

/// <summary>An account's quota as the silos see it; the key is <see cref="QuotaKey"/>.</summary>
[Alias("EmailCampaign.IProviderQuotaGrain")]
internal interface IProviderQuotaGrain : IGrainWithStringKey
{
    /// <summary>Tells what a silo has done with the account, and hears what holds. Called twice a second while the silo uses it.</summary>
    [Alias("Sync")]
    Task<QuotaNews> SyncAsync(SiloUse use);

    /// <summary>Leases a few permits. What is not used goes back with the next call; what does not lapses.</summary>
    [Alias("Lease")]
    Task<PermitBlock> LeaseAsync(PermitRequest request);

    /// <summary>Leases permits for mails to domains that have a limit.</summary>
    [Alias("LeaseDomains")]
    Task<Dictionary<string, PermitBlock>> LeaseDomainsAsync(DomainRequest request);
}
