using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using EmailCampaign.Rejects;

namespace EmailCampaign.Hosting;

/// <summary>
/// Finds what a write has left that landed after the campaign was deleted: by a silo that hung meanwhile, or by a storage that took its time.
/// Batches and rejected rows without a campaign are removed; a campaign without an entry gets one again, because deleting it is for a person to decide.
/// </summary>
internal sealed class StraySweep(
    IGrainFactory grains, CampaignServices services, CampaignsInWork work, TimeProvider clock, IEnumerable<IStoredKeys> stores,
    ILogger<StraySweep> logger) : HourlyPass(services, work, clock)
{
    private static readonly StrayRows None = new([], []);

    protected override async Task PassAsync(CancellationToken stoppingToken)
    {
        foreach (var store in stores)
        {
            foreach (var (id, strays) in Group(await store.FindStraysAsync(stoppingToken)))
            {
                logger.StraysRemoved(id, await Campaign(id).RemoveStraysAsync(strays));
            }

            // The rows first: an entry is older than its campaign's rows, and goes after them.
            var campaigns = (await store.FindCampaignsAsync(stoppingToken)).Select(static key => CampaignKey.Parse(key).Id).ToList();
            var entries = (await DirectoryListing.ReadAsync(grains, stoppingToken)).Select(static entry => entry.Id);
            foreach (var id in campaigns.Except(entries))
            {
                await Campaign(id).RemoveStraysAsync(None);
            }
        }
    }

    protected override void OnFailed(Exception error) => logger.SweepFailed(error);

    private static IEnumerable<(string Id, StrayRows Rows)> Group(IReadOnlyList<string> keys)
    {
        var batches = keys.Where(BatchKey.IsKey).Select(BatchKey.Parse).ToLookup(static key => key.CampaignId, static key => key.Index);
        var pages = keys.Where(RejectPageKey.IsKey).Select(RejectPageKey.Parse).ToLookup(static key => key.CampaignId, static key => key.Page);
        return batches.Select(static group => group.Key).Union(pages.Select(static group => group.Key))
            .Select(id => (id, new StrayRows([.. batches[id]], [.. pages[id]])));
    }

    private ICampaignWorkGrain Campaign(string id) => grains.GetGrain<ICampaignWorkGrain>(new CampaignKey(id).ToString());
}
