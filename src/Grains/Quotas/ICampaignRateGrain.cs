namespace EmailCampaign.Quotas;

/// <summary>The rate of a campaign (<c>--rate</c>) over all silos; the key is <see cref="Campaigns.CampaignKey"/>.</summary>
[Alias("EmailCampaign.ICampaignRateGrain")]
internal interface ICampaignRateGrain : IGrainWithStringKey
{
    /// <summary>Leases a few permits; what is not used lapses.</summary>
    /// <param name="wanted">Mails that wait for one.</param>
    /// <param name="perSecond">The campaign's rate, as its batches know it.</param>
    [Alias("Lease")]
    Task<PermitBlock> LeaseAsync(int wanted, double perSecond);
}
