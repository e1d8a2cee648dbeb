namespace EmailCampaign.Quotas;

/// <summary>Keeps a campaign's rate over all silos. It remembers nothing: a new activation waits for as long as permits of another may live.</summary>
[GrainType("campaign-rate")]
internal sealed class CampaignRateGrain(TimeProvider clock) : Grain, ICampaignRateGrain
{
    private QuotaBook _book = null!;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _book = new QuotaBook(new QuotaState(), clock.GetUtcNow() + ProviderQuotaGrain.Lease);
        return Task.CompletedTask;
    }

    public Task<PermitBlock> LeaseAsync(int wanted, double perSecond)
    {
        var (limits, now) = (new AccountLimits { PerSecond = perSecond }, clock.GetUtcNow());
        return Task.FromResult(_book.Issue(_book.Allowed(wanted, limits, now), limits, now));
    }
}
