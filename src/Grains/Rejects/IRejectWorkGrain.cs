namespace EmailCampaign.Rejects;

/// <summary>A page of rejected rows as the import sees it; the key is <see cref="RejectPageKey"/>.</summary>
[Alias("EmailCampaign.IRejectWorkGrain")]
internal interface IRejectWorkGrain : IGrainWithStringKey
{
    /// <summary>Puts rows at a place of the page; what stood there and behind it is replaced. Safe to repeat.</summary>
    [Alias("Put")]
    Task PutAsync(int place, IReadOnlyList<RejectedRow> rows);

    /// <summary>Removes the page. Safe to repeat.</summary>
    /// <returns>Whether there was such a page.</returns>
    [Alias("Delete")]
    Task<bool> DeleteAsync();
}
