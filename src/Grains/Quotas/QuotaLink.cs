using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;

namespace EmailCampaign.Quotas;

internal sealed class QuotaLink(IGrainFactory grains, ILocalSiloDetails silo) : IQuotaLink
{
    public string Silo => silo.SiloAddress.ToString();

    public Task<QuotaNews> SyncAsync(string account, SiloUse use) => Quota(account).SyncAsync(use);

    public Task<PermitBlock> LeaseAsync(string account, PermitRequest request) => Quota(account).LeaseAsync(request);

    public Task<Dictionary<string, PermitBlock>> LeaseDomainsAsync(string account, DomainRequest request) => Quota(account).LeaseDomainsAsync(request);

    public Task<PermitBlock> LeaseAsync(string campaignId, int wanted, double perSecond)
        => grains.Find<ICampaignRateGrain>(new CampaignKey(campaignId).ToString()).LeaseAsync(wanted, perSecond);

    private IProviderQuotaGrain Quota(string account) => grains.Find<IProviderQuotaGrain>(new QuotaKey(account).ToString());
}
