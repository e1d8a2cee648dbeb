using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Hosting;

/// <summary>Sets the campaigns that were in work to work again when the silo starts.</summary>
internal sealed class CampaignRecovery(
    IGrainFactory grains, SiloRole role, CampaignsInWork work, TimeProvider clock, ILogger<CampaignRecovery> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (role.Sends && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                var open = await grains.GetGrain<ICampaignRegistryGrain>(ICampaignDirectoryGrain.Key).GetOpenAsync();
                await Task.WhenAll(open.Select(id => grains.GetGrain<ICampaignWorkGrain>(new CampaignKey(id).ToString()).WakeAsync()));
                break;
            }
            catch (Exception error)
            {
                logger.RecoveryFailed(error);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        work.SetRecovered();
    }
}
