using System.Text.RegularExpressions;

namespace EmailCampaign.Client.Connections;

/// <summary>Tells a store that cannot be read or written (a full disk, say) from a bug: the fault comes through grain calls as text.</summary>
internal static partial class StoreFault
{
    /// <returns>What SQLite says, such as <c>database or disk is full</c>, or what a batch says of it; null when the error is something else.</returns>
    public static string? Of(Exception error)
    {
        var isBatchs = false;
        for (var each = error; each is not null; each = each.InnerException)
        {
            if (Fault().Match(each.Message) is { Success: true } match)
            {
                return match.Groups["text"].Value;
            }

            isBatchs |= Batch().IsMatch(each.Message);
        }

        return isBatchs ? "a batch could not be stored" : null;
    }

    // The machine's part of SQLite's codes: 8 read-only, 10 I/O error, 11 malformed, 13 full, 14 cannot be opened, 26 no database.
    [GeneratedRegex(@"SQLite Error (8|10|11|13|14|26): '(?<text>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fault();

    // Its write is not there, whatever was said of it.
    [GeneratedRegex(@"^Batch \S+ could not be stored \(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Batch();
}
