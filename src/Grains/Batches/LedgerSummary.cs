using System.Collections.Immutable;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Batches;

/// <summary>What is asked about the recipients of a ledger again and again.</summary>
/// <param name="Counts">Recipients by status.</param>
/// <param name="HasOpenDoubt">Whether anybody is in open doubt, finished or not.</param>
/// <param name="NextDueAt">The earliest due time of a waiting recipient.</param>
/// <param name="FirstOpen">The first recipient who is pending or waiting; their number when none is.</param>
internal sealed record LedgerSummary(RecipientCounts Counts, bool HasOpenDoubt, DateTimeOffset? NextDueAt, int FirstOpen)
{
    public static LedgerSummary Of(ImmutableArray<RecipientEntry> recipients)
    {
        Span<int> counts = stackalloc int[8];
        var hasOpenDoubt = false;
        DateTimeOffset? next = null;
        var firstOpen = recipients.Length;
        for (var index = recipients.Length - 1; index >= 0; index--)
        {
            var entry = recipients[index];
            counts[(int)entry.Status]++;
            hasOpenDoubt |= entry.InOpenDoubt;
            if (entry.Status is RecipientStatus.Pending or RecipientStatus.Waiting)
            {
                firstOpen = index;
            }

            if (entry.Status == RecipientStatus.Waiting && entry.DueAt is { } due && (next is null || due < next))
            {
                next = due;
            }
        }

        return new(
            new RecipientCounts
            {
                Pending = counts[(int)RecipientStatus.Pending],
                Claimed = counts[(int)RecipientStatus.Claimed],
                Waiting = counts[(int)RecipientStatus.Waiting],
                Sent = counts[(int)RecipientStatus.Sent],
                Dead = counts[(int)RecipientStatus.Dead],
                InDoubt = counts[(int)RecipientStatus.InDoubt],
                Suppressed = counts[(int)RecipientStatus.Suppressed],
                Discarded = counts[(int)RecipientStatus.Discarded],
            },
            hasOpenDoubt, next, firstOpen);
    }
}
