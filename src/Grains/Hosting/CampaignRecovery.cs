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
        try
        {
            if (!role.Sends)
            {
                // A deletion that was cut off sends nothing, so that any silo may go on with it.
                await WakeAllAsync(static registry => registry.GetDeletingAsync(), stoppingToken);
                work.SetRecovered();
                return;
            }

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
                    await WakeAllAsync(static registry => registry.GetOpenAsync(), stoppingToken);
                    await WakeAllAsync(static registry => registry.GetDeletingAsync(), stoppingToken);
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

    private async Task WakeAllAsync(Func<ICampaignRegistryGrain, Task<IReadOnlyList<string>>> find, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var found = await find(grains.GetGrain<ICampaignRegistryGrain>(ICampaignDirectoryGrain.Key));
                await Task.WhenAll(found.Select(id => grains.GetGrain<ICampaignWorkGrain>(new CampaignKey(id).ToString()).WakeAsync()));
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
