using System.Buffers;

namespace EmailCampaign.Mail.Composition;

/// <summary>Which headers a campaign may add to its mails, and what their values may hold.</summary>
public static class HeaderRules
{
    // Longer runs without a space cannot be folded and would break the 998 octets of RFC 5322, section 2.1.1.
    private const int LongestWord = 900;

    private static readonly SearchValues<char> LineBreaks = SearchValues.Create("\r\n\0");

    private static readonly HashSet<string> Denied = new(StringComparer.OrdinalIgnoreCase)
    {
        "From", "To", "Cc", "Bcc", "Subject", "Date", "Message-ID", "Return-Path", "Received", "DKIM-Signature",
        "MIME-Version", "Sender",
    };

    /// <summary>Null when the header is fine; otherwise a sentence that says what is wrong.</summary>
    public static string? Problem(string name, string value) => ProblemOfName(name) ?? ProblemOfValue(value);

    // RFC 5322, section 3.6.8: a field name is printable ASCII without the colon.
    private static string? ProblemOfName(string name) => name switch
    {
        "" => "a header needs a name",
        { Length: > 76 } => "a header's name has at most 76 characters",
        _ when name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.Contains(':', StringComparison.Ordinal)
            => "a header's name is made of printable ASCII characters without spaces and colons",
        _ when name.Equals("Reply-To", StringComparison.OrdinalIgnoreCase) => "Reply-To is set with --reply-to",
        _ when Denied.Contains(name) || name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Resent-", StringComparison.OrdinalIgnoreCase)
            => $"{name} cannot be set: the mail or the servers on its way set it themselves",
        _ => null,
    };

    private static string? ProblemOfValue(string value)
    {
        if (value.AsSpan().ContainsAny(LineBreaks))
        {
            return "a header's value is one line";
        }

        foreach (var word in value.AsSpan().SplitAny(' ', '\t'))
        {
            if (word.End.Value - word.Start.Value > LongestWord)
            {
                return "a header's value holds a word of more than 900 characters, which no mail can carry";
            }
        }

        return null;
    }
}
