using System.Runtime.CompilerServices;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Connections;
using EmailCampaign.Directory;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Listing;

/// <summary>Reads what may be long in pages, so that a million rows need the memory of one page.</summary>
internal static class RowPages
{
    private const int CampaignsPerPage = 100;

    /// <summary>The recipients of a campaign, in the file's order.</summary>
    public static async IAsyncEnumerable<RecipientView> RecipientsAsync(
        ICampaignConnection connection, CampaignStatus campaign, RecipientQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var batch = 0; batch < campaign.BatchCount; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var recipient in await connection.GetRecipientsAsync(campaign.Id, batch, query))
            {
                yield return ShownStatuses.As(recipient, campaign);
            }
        }
    }

    /// <summary>The rows that were not accepted, in the file's order.</summary>
    public static async IAsyncEnumerable<RejectedRow> RejectsAsync(
        ICampaignConnection connection, string id, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 0; ; page++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = await connection.GetRejectsAsync(id, page);
            foreach (var row in rows)
            {
                yield return row;
            }

            if (rows.Count < RejectPageKey.PageSize)
            {
                yield break;
            }
        }
    }

    /// <summary>All campaigns, the newest first.</summary>
    public static async IAsyncEnumerable<DirectoryEntry> CampaignsAsync(
        ICampaignConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var skip = 0; ; skip += CampaignsPerPage)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var entries = await connection.GetCampaignsAsync(skip, CampaignsPerPage);
            foreach (var entry in entries)
            {
                yield return entry;
            }

            if (entries.Count < CampaignsPerPage)
            {
                yield break;
            }
        }
    }

    /// <summary>The status of every campaign; one whose launch broke off before it was created has none and is left out.</summary>
    public static async IAsyncEnumerable<CampaignStatus> StatusesAsync(
        ICampaignConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var entry in CampaignsAsync(connection, cancellationToken))
        {
            if (await connection.GetStatusAsync(entry.Id) is { } status)
            {
                yield return status;
            }
        }
    }
}
