using System.Collections.Concurrent;
using EmailCampaign.Hosting;

namespace EmailCampaign.Campaigns;

/// <summary>The contents of the campaigns that this silo works on: each is fetched and compiled once, the least used go first.</summary>
internal sealed class CampaignContents(IGrainFactory grains)
{
    private const int Most = 16;

    private readonly ConcurrentDictionary<string, Entry> _entries = new();
    private long _use;

    /// <summary>
    /// The content of a campaign for a batch that begins: compares what is kept here with the campaign first, because the id of a deleted
    /// campaign may have been used again.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no such campaign, or its template no longer compiles.</exception>
    public async Task<CampaignContent> GetCurrentAsync(string campaignId)
    {
        if (_entries.TryGetValue(campaignId, out var entry) && await Campaign(campaignId).GetCreatedAtAsync() != entry.Content.CreatedAt)
        {
            _entries.TryRemove(KeyValuePair.Create(campaignId, entry));
        }

        return await GetAsync(campaignId);
    }

    /// <summary>The content of a campaign.</summary>
    /// <exception cref="InvalidOperationException">There is no such campaign, or its template no longer compiles.</exception>
    public async Task<CampaignContent> GetAsync(string campaignId)
    {
        if (_entries.TryGetValue(campaignId, out var entry))
        {
            entry.LastUse = Interlocked.Increment(ref _use);
            return entry.Content;
        }

        var plan = await Campaign(campaignId).GetPlanAsync()
            ?? throw new InvalidOperationException($"There is no campaign '{campaignId}'.");
        var (content, problems) = CampaignContent.Compile(plan);
        if (content is null)
        {
            throw new InvalidOperationException($"The template of campaign '{campaignId}' does not compile: {string.Join("; ", problems)}");
        }

        _entries[campaignId] = new Entry(content) { LastUse = Interlocked.Increment(ref _use) };
        while (_entries.Count > Most)
        {
            _entries.TryRemove(_entries.MinBy(static pair => pair.Value.LastUse).Key, out _);
        }

        return content;
    }

    private ICampaignWorkGrain Campaign(string id) => grains.Find<ICampaignWorkGrain>(new CampaignKey(id).ToString());

    private sealed class Entry(CampaignContent content)
    {
        public CampaignContent Content => content;

        public long LastUse { get; set; }
    }
}
