using System.Text.RegularExpressions;
using EmailCampaign.Batches;

namespace EmailCampaign.Client.Reports;

/// <summary>
/// Takes addresses out of what a server said: the recipient's own, in any case and also without its domain, and whatever else looks like one.
/// </summary>
internal static partial class AddressMask
{
    public const string Mask = "[address]";

    // A shorter one may be a word of the sentence.
    private const int ShortestName = 3;

    /// <summary>The recipient without addresses, in its reply too.</summary>
    public static RecipientView Of(RecipientView recipient) => recipient with { Email = Mask, Reply = Of(recipient.Reply, recipient.Email), Values = [] };

    /// <summary>A text without addresses.</summary>
    /// <param name="text">The text.</param>
    /// <param name="own">The address it is about.</param>
    public static string Of(string text, string? own = null)
    {
        if (own is not null)
        {
            text = text.Replace(own, Mask, StringComparison.OrdinalIgnoreCase);
        }

        text = Address().Replace(text, Mask);
        return own?[..Math.Max(0, own.LastIndexOf('@'))] is { Length: >= ShortestName } name
            ? Regex.Replace(
                text, $@"(?<![\w.+-]){Regex.Escape(name)}(?![\w+-])", Mask, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
            : text;
    }

    // Also as URLs (%40) and ORCPT (+40) write it, and in either half what RFC 5321 does not need: letters of any script, a domain in brackets.
    [GeneratedRegex("""(?:"[^"]*"|[^\s<>()\[\],;:"']+)(?:@|%40|\+40)(?:\[[^\]\s]*\]|[^\s<>()\[\],;:"']+)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Address();
}
