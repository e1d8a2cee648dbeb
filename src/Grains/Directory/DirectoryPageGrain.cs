using EmailCampaign.Hosting;

namespace EmailCampaign.Directory;

/// <summary>A page of the directory.</summary>
[GrainType("directory-page")]
internal sealed class DirectoryPageGrain(
    [PersistentState("directory-page", StorageNames.Default)] IPersistentState<DirectoryPageState> page) : Grain, IDirectoryPageGrain
{
    public Task<IReadOnlyList<DirectoryEntry>> GetEntriesAsync() => Task.FromResult(page.State.Entries);

    public async Task<bool> AddAsync(DirectoryEntry entry)
    {
        if (page.State.Entries.Any(known => known.Id == entry.Id))
        {
            return true;
        }

        if (page.State.Entries.Count >= IDirectoryPageGrain.PageSize)
        {
            return false;
        }

        await SaveAsync([.. page.State.Entries, entry]);
        return true;
    }

    public Task RemoveAsync(string campaignId) => page.State.Entries.Any(known => known.Id == campaignId)
        ? SaveAsync([.. page.State.Entries.Where(known => known.Id != campaignId)])
        : Task.CompletedTask;

    // Nothing outside storage hangs on this state: after a failed write the next call reloads the truth.
    private async Task SaveAsync(IReadOnlyList<DirectoryEntry> entries)
    {
        page.State = new DirectoryPageState { Entries = entries };
        try
        {
            await (entries.Count > 0 ? page.WriteStateAsync() : page.ClearStateAsync());
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
