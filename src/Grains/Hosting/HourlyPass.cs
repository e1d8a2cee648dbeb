using EmailCampaign.Campaigns;
using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Hosting;

/// <summary>
/// Something that is looked after when the silo starts, and every hour. Of a cluster's silos one does it; that two do it while silos come and
/// go is harmless.
/// </summary>
internal abstract class HourlyPass(CampaignServices services, CampaignsInWork work, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected abstract Task PassAsync(CancellationToken stoppingToken);

    /// <summary>A pass failed, and is made again in an hour.</summary>
    protected abstract void OnFailed(Exception error);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!services.Role.Sends)
        {
            return;
        }

        try
        {
            await work.Recovered.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Interval, clock);
            do
            {
                if (services.Self.Equals(services.Silos.Min()))
                {
                    await TryPassAsync(stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task TryPassAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PassAsync(stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            OnFailed(error);
        }
    }
}
