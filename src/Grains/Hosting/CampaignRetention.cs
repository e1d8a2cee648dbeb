using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Hosting;

/// <summary>
/// Deletes campaigns whose end is longer ago than <see cref="RetentionOptions.FinishedCampaigns"/>: when the silo starts, and every hour.
/// Of a cluster's silos one does it; that two do it while silos come and go is harmless.
/// </summary>
internal sealed class CampaignRetention(
    IGrainFactory grains, CampaignServices services, CampaignsInWork work, TimeProvider clock, IOptions<RetentionOptions> options,
    ILogger<CampaignRetention> logger) : BackgroundService
{
    private const int EntriesPerPage = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.FinishedCampaigns is not { } age || !services.Role.Sends)
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
                    await TryPassAsync(age, stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    /// <summary>Begins to delete every campaign that ended longer ago than <paramref name="age"/>.</summary>
    internal async Task PassAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - age;
        foreach (var id in await CreatedAsync(before, cancellationToken))
        {
            var campaign = grains.GetGrain<ICampaignGrain>(new CampaignKey(id).ToString());
            if (await campaign.GetStatusAsync() is { } status && EndOf(status) < before && (await campaign.DeleteAsync()).IsDone)
            {
                logger.CampaignOutlived(id, age);
            }
        }
    }

    private async Task TryPassAsync(TimeSpan age, CancellationToken stoppingToken)
    {
        try
        {
            await PassAsync(age, stoppingToken);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            logger.RetentionFailed(error); // what is too old now is so in an hour
        }
    }

    // Read to the end before anything is deleted: that moves the entries behind it.
    private async Task<List<string>> CreatedAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var directory = grains.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key);
        var ids = new List<string>();
        for (var skip = 0; ; skip += EntriesPerPage)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entries = await directory.GetPageAsync(skip, EntriesPerPage);
            ids.AddRange(entries.Where(entry => entry.CreatedAt < before).Select(static entry => entry.Id));
            if (entries.Count < EntriesPerPage)
            {
                return ids;
            }
        }
    }

    private static DateTimeOffset? EndOf(CampaignStatus status) => status switch
    {
        { Phase: CampaignPhase.Completed or CampaignPhase.Cancelled } => status.FinishedAt,
        { Phase: CampaignPhase.Paused, PauseReason: PauseReason.ImportStopped } => status.CreatedAt,
        _ => null,
    };
}
