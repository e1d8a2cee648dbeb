namespace EmailCampaign.Directory;

/// <summary>The whole directory, for a pass over all campaigns.</summary>
internal static class DirectoryListing
{
    private const int EntriesPerPage = 100;

    public static async Task<IReadOnlyList<DirectoryEntry>> ReadAsync(IGrainFactory grains, CancellationToken cancellationToken)
    {
        var directory = grains.GetGrain<ICampaignDirectoryGrain>(ICampaignDirectoryGrain.Key);
        var all = new List<DirectoryEntry>();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entries = await directory.GetPageAsync(all.Count, EntriesPerPage);
            all.AddRange(entries);
            if (entries.Count < EntriesPerPage)
            {
                return all;
            }
        }
    }
}
