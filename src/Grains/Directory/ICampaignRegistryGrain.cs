namespace EmailCampaign.Directory;

/// <summary>The directory as the campaigns see it; the key is <see cref="ICampaignDirectoryGrain.Key"/>.</summary>
[Alias("EmailCampaign.ICampaignRegistryGrain")]
internal interface ICampaignRegistryGrain : IGrainWithStringKey
{
    /// <summary>Enters a campaign and opens it. Safe to repeat.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="again">Whether the same launch is wanted although it was launched before.</param>
    /// <returns>The id of the campaign that is the same launch (unfinished, or at most seven days old); null when the entry is made.</returns>
    [Alias("Register")]
    Task<string?> RegisterAsync(DirectoryEntry entry, bool again);

    /// <summary>Marks a campaign as in work, so that a silo that starts finds it.</summary>
    [Alias("Open")]
    Task OpenAsync(string campaignId);

    /// <summary>Marks a campaign as finished.</summary>
    [Alias("Close")]
    Task CloseAsync(string campaignId);

    /// <summary>The campaigns that are in work.</summary>
    [Alias("GetOpen")]
    Task<IReadOnlyList<string>> GetOpenAsync();

    /// <summary>Marks a campaign as being deleted, so that any silo that starts goes on with it.</summary>
    [Alias("BeginDeletion")]
    Task BeginDeletionAsync(string campaignId);

    /// <summary>The campaigns that are being deleted.</summary>
    [Alias("GetDeleting")]
    Task<IReadOnlyList<string>> GetDeletingAsync();

    /// <summary>Removes every trace of a campaign. The last step of a deletion. Safe to repeat.</summary>
    [Alias("Forget")]
    Task ForgetAsync(string campaignId);
}
