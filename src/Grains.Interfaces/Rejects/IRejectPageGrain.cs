using Orleans.Concurrency;

namespace EmailCampaign.Rejects;

/// <summary>A page of <see cref="RejectPageKey.PageSize"/> rejected rows, in the file's order; the key is <see cref="RejectPageKey"/>.</summary>
[Alias("EmailCampaign.IRejectPageGrain")]
public interface IRejectPageGrain : IGrainWithStringKey
{
    /// <summary>The page's rows; empty when there is no such page.</summary>
    [ReadOnly, Alias("GetRows")]
    Task<IReadOnlyList<RejectedRow>> GetRowsAsync();
}
