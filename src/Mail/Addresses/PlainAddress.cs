using System.Buffers;

namespace EmailCampaign.Mail.Addresses;

/// <summary>Addresses that are written everywhere as they are: a dot-atom, an @ and a dot-atom (RFC 5322, section 3.4.1) in ASCII, no punycode.</summary>
public static class PlainAddress
{
    private static readonly SearchValues<char> AtomsAndDots = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~.");

    /// <summary>Whether no one needs to parse, quote or encode it. Most addresses are plain; those that are not are still addresses.</summary>
    public static bool Is(ReadOnlySpan<char> address)
        => address.IndexOf('@') is > 0 and var at
            && IsDotAtom(address[..at]) && IsDotAtom(address[(at + 1)..])
            && !IsPunycode(address[(at + 1)..]);

    // Few domains have two hyphens in a row, and looking for them is quicker than for letters of either case.
    private static bool IsPunycode(ReadOnlySpan<char> domain)
        => domain.Contains("--", StringComparison.Ordinal) && domain.Contains("xn--", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text is a dot-atom.</summary>
    public static bool IsDotAtom(ReadOnlySpan<char> text)
        => text.Length > 0 && text[0] != '.' && text[^1] != '.' && !text.ContainsAnyExcept(AtomsAndDots) && !text.Contains("..", StringComparison.Ordinal);
}
