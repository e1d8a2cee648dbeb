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

        page.State = new DirectoryPageState { Entries = [.. page.State.Entries, entry] };
        try
        {
            await page.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        return true;
    }
}
