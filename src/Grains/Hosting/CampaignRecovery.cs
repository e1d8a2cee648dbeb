using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Hosting;

/// <summary>
/// Sets the campaigns that are in work to work again when the silo starts, and whenever a silo of the cluster has come or gone: a
/// campaign that was on a lost silo has nobody else to wake it but its reminder.
/// </summary>
internal sealed class CampaignRecovery(
    IGrainFactory grains, IClusterMembershipService membership, SiloRole role, CampaignsInWork work, TimeProvider clock,
    ILogger<CampaignRecovery> logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!role.Sends)
        {
            work.SetRecovered();
            return;
        }

        try
        {
            var active = "";
            await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
            {
                var now = string.Join(' ', snapshot.Members.Values
                    .Where(static member => member.Status == SiloStatus.Active)
                    .Select(static member => member.SiloAddress.ToParsableString())
                    .Order(StringComparer.Ordinal));
                if (now != active)
                {
                    active = now;
                    await WakeAllAsync(stoppingToken);
                    work.SetRecovered();
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }

        work.SetRecovered();
    }

    private async Task WakeAllAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var open = await grains.GetGrain<ICampaignRegistryGrain>(ICampaignDirectoryGrain.Key).GetOpenAsync();
                await Task.WhenAll(open.Select(id => grains.GetGrain<ICampaignWorkGrain>(new CampaignKey(id).ToString()).WakeAsync()));
                return;
            }
            catch (Exception error)
            {
                logger.RecoveryFailed(error);
                await Task.Delay(Again, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
