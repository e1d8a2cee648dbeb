using Orleans.Concurrency;

namespace EmailCampaign.Batches;

/// <summary>
/// A batch of up to 500 recipients as a reader sees it; the key is <see cref="BatchKey"/>. What is sent, replayed or discarded is
/// commanded through the campaign.
/// </summary>
[Alias("EmailCampaign.IBatchGrain")]
public interface IBatchGrain : IGrainWithStringKey
{
    /// <summary>The recipients that the query is about, in the file's order; empty when the batch does not exist. Shows only what is stored.</summary>
    [ReadOnly, Alias("GetRecipients")]
    Task<IReadOnlyList<RecipientView>> GetRecipientsAsync(RecipientQuery query);
}
