using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Hosting;

/// <summary>Deletes campaigns whose end is longer ago than <see cref="RetentionOptions.FinishedCampaigns"/>.</summary>
internal sealed class CampaignRetention(
    IGrainFactory grains, CampaignServices services, CampaignsInWork work, TimeProvider clock, IOptions<RetentionOptions> options,
    ILogger<CampaignRetention> logger) : HourlyPass(services, work, clock)
{
    private readonly TimeProvider _clock = clock;

    protected override Task PassAsync(CancellationToken stoppingToken)
        => options.Value.FinishedCampaigns is { } age ? PassAsync(age, stoppingToken) : Task.CompletedTask;

    protected override void OnFailed(Exception error) => logger.RetentionFailed(error);

    /// <summary>Begins to delete every campaign that ended longer ago than <paramref name="age"/>.</summary>
    internal async Task PassAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        var before = _clock.GetUtcNow() - age;

        // Read to the end before anything is deleted: that moves the entries behind it.
        var entries = await DirectoryListing.ReadAsync(grains, cancellationToken);
        foreach (var id in entries.Where(entry => entry.CreatedAt < before).Select(static entry => entry.Id))
        {
            var campaign = grains.GetGrain<ICampaignGrain>(new CampaignKey(id).ToString());
            if (await campaign.GetStatusAsync() is { } status && EndOf(status) < before && (await campaign.DeleteAsync()).IsDone)
            {
                logger.CampaignOutlived(id, age);
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
