namespace EmailCampaign.Directory;

/// <summary>A page of the directory; the key is <c>d-&lt;page&gt;</c>.</summary>
[Alias("EmailCampaign.IDirectoryPageGrain")]
internal interface IDirectoryPageGrain : IGrainWithStringKey
{
    const int PageSize = 200;

    /// <summary>The entries in the order they were made.</summary>
    [Alias("GetEntries")]
    Task<IReadOnlyList<DirectoryEntry>> GetEntriesAsync();

    /// <summary>Adds an entry. Safe to repeat.</summary>
    /// <returns>False when the page is full.</returns>
    [Alias("Add")]
    Task<bool> AddAsync(DirectoryEntry entry);

    /// <summary>Removes a campaign's entry; nothing when it has none here.</summary>
    [Alias("Remove")]
    Task RemoveAsync(string campaignId);
}
