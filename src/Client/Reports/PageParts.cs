using System.Globalization;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Reports;

/// <summary>The two sums of the conservation law, part by part. Those that a reader looks for are there at zero too.</summary>
internal static class PageParts
{
    public static IReadOnlyList<PagePart> Of(RowCounts rows) => Of(
        rows.Read, [("accepted", rows.Accepted, "sent"), ("rejected", rows.Rejected, "dead"), ("duplicates", rows.Duplicates, "aside")]);

    public static IReadOnlyList<PagePart> Of(RecipientCounts counts) => Of(
        counts.Total,
        [
            ("sent", counts.Sent, "sent"),
            ("dead", counts.Dead, "dead"),
            ("in doubt", counts.InDoubt, "doubt"),
            ("waiting", counts.Waiting, "waiting"),
            ("pending", counts.Pending, "pending"),
            ("claimed", counts.Claimed, "claimed"),
            ("suppressed", counts.Suppressed, "aside"),
            ("discarded", counts.Discarded, "aside"),
            ("cancelled", counts.Cancelled, "aside"),
        ]);

    private static List<PagePart> Of(int total, IEnumerable<(string Name, int Count, string Class)> counts)
    {
        var parts = new List<PagePart>();
        var before = 0;
        foreach (var (name, count, style) in counts)
        {
            parts.Add(new(name, Words.Number(count), count == 0 ? "none" : style, Share(before, total), Share(count, total)));
            before += count;
        }

        return parts;
    }

    private static string Share(int count, int total) => (total == 0 ? 0 : count * 1000.0 / total).ToString("0.##", CultureInfo.InvariantCulture);
}
