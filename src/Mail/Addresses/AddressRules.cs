using System.Buffers;
using System.Globalization;
using System.Text;
using MimeKit;

namespace EmailCampaign.Mail.Addresses;

/// <summary>
/// Which texts are addresses this system mails to. Stricter than RFC 5322 on purpose: only what every provider takes, and
/// nothing that a mail library would quietly read as another address.
/// </summary>
public static class AddressRules
{
    private const int LongestLocalPart = 64; // RFC 5321 section 4.5.3.1.1
    private const int LongestAddress = 254; // RFC 5321 section 4.5.3.1.3: a path of 256 less its angle brackets

    // RFC 5322 section 3.2.3 atext, and the dot of a dot-atom.
    private static readonly SearchValues<char> LocalPartAscii = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~.");

    private static readonly SearchValues<char> Visible = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(static letter => (char)letter)]);
    private static readonly SearchValues<char> Brackets = SearchValues.Create("<>()");
    private static readonly SearchValues<char> Listing = SearchValues.Create(",;");

    private static readonly ParserOptions Strict = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
    };

    /// <summary>
    /// Checks one field of a file. Whitespace, byte order marks and zero-width characters at the ends are dropped; everything else
    /// must be the address and nothing but the address. SMTPUTF8 local parts (RFC 6531) pass.
    /// </summary>
    public static AddressCheck Check(string text)
    {
        var address = Trim(text);
        if (address.IsEmpty)
        {
            return new(null, AddressProblem.Empty);
        }

        // Normal form first: it can turn a harmless-looking character into punctuation (U+037E into a semicolon).
        var ascii = Ascii.IsValid(address);
        if (!ascii && !TryNormalize(ref address))
        {
            return new(null, AddressProblem.InnerWhitespaceOrControl);
        }

        if (FindProblemOfShape(address) is { } shape)
        {
            return new(null, shape);
        }

        var at = address.IndexOf('@');
        var local = address[..at];
        if (FindProblemOfLocalPart(local) is { } localProblem)
        {
            return new(null, localProblem);
        }

        if (AddressDomain.TryNormalize(address[(at + 1)..], out var domain) is { } domainProblem)
        {
            return new(null, domainProblem);
        }

        var wire = string.Concat(local, "@", domain);
        if ((ascii ? wire.Length : Encoding.UTF8.GetByteCount(wire)) > LongestAddress)
        {
            return new(null, AddressProblem.TooLong);
        }

        // ASCII dot-atoms are wholly decided above (a test holds this against MimeKit); beyond ASCII the library that will
        // write the header has the last word.
        return ascii || ReadsTheSame(wire) ? new(wire, null) : new(null, AddressProblem.NotAnAddress);
    }

    /// <summary>
    /// The key under which two addresses are the same recipient: local part case-folded, domain in lower-case punycode. RFC 5321
    /// lets a local part be case-sensitive; no provider in use is. Dots and plus tags are never folded.
    /// </summary>
    /// <remarks>A text that is no address gets a key too: its own lower case.</remarks>
    public static string Key(string address)
    {
        if (Ascii.IsValid(address) && !address.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return Lower(Trim(address).ToString());
        }

        var text = Trim(address);
        if (!TryNormalize(ref text))
        {
            return Lower(address);
        }

        var at = text.LastIndexOf('@');
        return at > 0 && AddressDomain.TryNormalize(text[(at + 1)..], out var domain) is null
            ? string.Concat(Lower(text[..at].ToString()), "@", domain)
            : Lower(text.ToString());
    }

    // The order decides which problem a person reads when there are several: the most telling one first.
    private static AddressProblem? FindProblemOfShape(ReadOnlySpan<char> address)
    {
        var ats = address.Count('@');
        if (ats == 1 && address[0] is not '"' && address[^1] is not '@' && address.IndexOf('@') > 0
            && !address.ContainsAnyExcept(Visible) && address.IndexOfAny(Brackets) < 0)
        {
            return null;
        }

        if (ContainsAny(address, IsControl))
        {
            return AddressProblem.InnerWhitespaceOrControl;
        }

        if (address[0] is '"' && address.LastIndexOf('"') + 1 is var end && end < address.Length && address[end] is '@')
        {
            return AddressProblem.QuotedLocalPart;
        }

        if (address.IndexOfAny(Brackets) >= 0)
        {
            return AddressProblem.DisplayName;
        }

        if (ats > 1 && address.IndexOfAny(Listing) >= 0)
        {
            return AddressProblem.SeveralAddresses;
        }

        if (ContainsAny(address, IsInvisible))
        {
            return AddressProblem.InnerWhitespaceOrControl;
        }

        return ats != 1 || address[0] is '@' || address[^1] is '@' ? AddressProblem.NotAnAddress : null;
    }

    private static AddressProblem? FindProblemOfLocalPart(ReadOnlySpan<char> local)
    {
        var rest = local;
        while (rest.IndexOfAnyExcept(LocalPartAscii) is var found && found >= 0)
        {
            // Beyond ASCII everything visible goes (RFC 6531 section 3.3), except the mark of text that was already lost.
            if (rest[found] < 0x80 || rest[found] == '\uFFFD')
            {
                return AddressProblem.BadLocalPart;
            }

            rest = rest[(found + 1)..];
        }

        if (local[0] is '.' || local[^1] is '.' || local.Contains("..", StringComparison.Ordinal))
        {
            return AddressProblem.BadLocalPart;
        }

        return Encoding.UTF8.GetByteCount(local) > LongestLocalPart ? AddressProblem.LocalPartTooLong : null;
    }

    private static bool ReadsTheSame(string wire)
        => MailboxAddress.TryParse(Strict, wire, out var mailbox)
            && string.IsNullOrEmpty(mailbox.Name)
            && string.Equals(mailbox.LocalPart, wire[..wire.LastIndexOf('@')], StringComparison.Ordinal);

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && IsTrimmed(text[0]))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && IsTrimmed(text[^1]))
        {
            text = text[..^1];
        }

        return text;
    }

    private static bool IsTrimmed(char c) => char.IsWhiteSpace(c) || c is '\uFEFF' or (>= '\u200B' and <= '\u200D') or '\u2060';

    private static bool TryNormalize(ref ReadOnlySpan<char> text)
    {
        var given = text.ToString();
        try
        {
            text = given.IsNormalized() ? given : given.Normalize();
            return true;
        }
        catch (ArgumentException)
        {
            return false; // half a surrogate pair
        }
    }

    // Lower case and normal form can undo each other for a few letters; the second round makes the key stable.
    private static string Lower(string text)
    {
        var lower = text.ToLowerInvariant();
        if (Ascii.IsValid(lower))
        {
            return lower;
        }

        ReadOnlySpan<char> normal = lower;
        return TryNormalize(ref normal) ? normal.ToString().ToLowerInvariant() : lower;
    }

    private static bool ContainsAny(ReadOnlySpan<char> text, Func<UnicodeCategory, bool> unwanted)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (unwanted(Rune.GetUnicodeCategory(rune)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsControl(UnicodeCategory category)
        => category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsInvisible(UnicodeCategory category)
        => category is UnicodeCategory.SpaceSeparator or UnicodeCategory.Format;
}
