using Orleans.Concurrency;

namespace EmailCampaign.Directory;

/// <summary>The list of all campaigns; the key is <see cref="Key"/>.</summary>
[Alias("EmailCampaign.ICampaignDirectoryGrain")]
public interface ICampaignDirectoryGrain : IGrainWithStringKey
{
    const string Key = "d-all";

    /// <summary>A page of campaigns, the newest first; fewer than <paramref name="count"/> at the end.</summary>
    [ReadOnly, Alias("GetPage")]
    Task<IReadOnlyList<DirectoryEntry>> GetPageAsync(int skip, int count);
}
