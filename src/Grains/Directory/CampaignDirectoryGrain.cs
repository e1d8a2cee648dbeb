using System.Globalization;
using EmailCampaign.Hosting;

namespace EmailCampaign.Directory;

/// <summary>The list of all campaigns, in pages. An entry is written before its campaign, so that nothing exists that cannot be found.</summary>
[GrainType("directory")]
internal sealed class CampaignDirectoryGrain(
    [PersistentState("directory", StorageNames.Default)] IPersistentState<DirectoryState> directory) : Grain, ICampaignDirectoryGrain, ICampaignRegistryGrain
{
    private static readonly TimeSpan SameLaunch = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<DirectoryEntry>> GetPageAsync(int skip, int count)
    {
        var entries = new List<DirectoryEntry>(count);
        for (var page = directory.State.Pages - 1; page >= 0 && entries.Count < count; page--)
        {
            var known = await Page(page).GetEntriesAsync();
            entries.AddRange(known.Reverse().Skip(skip).Take(count - entries.Count));
            skip = Math.Max(0, skip - known.Count);
        }

        return entries;
    }

    public async Task<string?> RegisterAsync(DirectoryEntry entry, bool again)
    {
        var known = false;
        for (var page = 0; page < directory.State.Pages; page++)
        {
            foreach (var other in await Page(page).GetEntriesAsync())
            {
                if (other.Id == entry.Id)
                {
                    known = true;
                }
                else if (!again && other.Fingerprint == entry.Fingerprint
                    && (entry.CreatedAt - other.CreatedAt < SameLaunch || directory.State.Open.Contains(other.Id)))
                {
                    return other.Id;
                }
            }
        }

        // A page is counted before it gets its first entry, so that no entry is ever out of sight.
        if (!known && (directory.State.Pages == 0 || !await Page(directory.State.Pages - 1).AddAsync(entry)))
        {
            await SaveAsync(directory.State with { Pages = directory.State.Pages + 1 });
            await Page(directory.State.Pages - 1).AddAsync(entry);
        }

        await OpenAsync(entry.Id);
        return null;
    }

    public Task OpenAsync(string campaignId) => MarkAsync(campaignId, open: true, deleting: false);

    public Task CloseAsync(string campaignId) => MarkAsync(campaignId, open: false, deleting: false);

    public Task<IReadOnlyList<string>> GetOpenAsync() => Task.FromResult(directory.State.Open);

    public Task BeginDeletionAsync(string campaignId) => MarkAsync(campaignId, directory.State.Open.Contains(campaignId), deleting: true);

    public Task<IReadOnlyList<string>> GetDeletingAsync() => Task.FromResult(directory.State.Deleting);

    // The mark last: as long as it is there, a silo that starts finds what is left.
    public async Task ForgetAsync(string campaignId)
    {
        for (var page = 0; page < directory.State.Pages; page++)
        {
            await Page(page).RemoveAsync(campaignId);
        }

        await MarkAsync(campaignId, open: false, deleting: false);
    }

    private Task MarkAsync(string campaignId, bool open, bool deleting)
    {
        var next = directory.State with
        {
            Open = Listed(directory.State.Open, campaignId, open),
            Deleting = Listed(directory.State.Deleting, campaignId, deleting),
        };
        return next == directory.State ? Task.CompletedTask : SaveAsync(next);
    }

    private static IReadOnlyList<string> Listed(IReadOnlyList<string> ids, string id, bool listed)
        => ids.Contains(id) == listed ? ids : listed ? [.. ids, id] : [.. ids.Where(other => other != id)];

    private IDirectoryPageGrain Page(int page)
        => GrainFactory.GetGrain<IDirectoryPageGrain>(string.Create(CultureInfo.InvariantCulture, $"d-{page}"));

    // Nothing outside storage hangs on this state: after a failed write the next call reloads the truth.
    private async Task SaveAsync(DirectoryState next)
    {
        directory.State = next;
        try
        {
            await directory.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
