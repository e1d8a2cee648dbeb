using System.Buffers;
using System.Globalization;
using System.Text;

namespace EmailCampaign.Mail.Addresses;

/// <summary>The part after the <c>@</c>: a host name with at least two labels, in lower-case punycode (RFC 5890).</summary>
internal static class AddressDomain
{
    private const int LongestDomain = 253;
    private const int LongestLabel = 63;

    private static readonly SearchValues<char> LetterDigitHyphen = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Returns what is wrong with the domain; when nothing is, <paramref name="domain"/> has it in its form for the wire.</summary>
    public static AddressProblem? TryNormalize(ReadOnlySpan<char> text, out string domain)
    {
        domain = "";
        if (text.StartsWith('['))
        {
            return AddressProblem.AddressLiteral;
        }

        // Plain ASCII skips IDNA, which would also refuse real names with two hyphens in third place.
        string name;
        if (Ascii.IsValid(text) && !text.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            name = text.ToString();
        }
        else if (!TryGetAscii(text.ToString(), out name))
        {
            return AddressProblem.BadDomain;
        }

        if (FindProblem(name) is { } problem)
        {
            return problem;
        }

        domain = name.ToLowerInvariant();
        return null;
    }

    private static AddressProblem? FindProblem(ReadOnlySpan<char> name)
    {
        if (name.Length > LongestDomain)
        {
            return AddressProblem.BadDomain;
        }

        ReadOnlySpan<char> last = [];
        foreach (var range in name.Split('.'))
        {
            last = name[range];
            if (last.Length is 0 or > LongestLabel || last[0] is '-' || last[^1] is '-'
                || last.IndexOfAnyExcept(LetterDigitHyphen) >= 0)
            {
                return AddressProblem.BadDomain;
            }
        }

        if (last.Length == name.Length)
        {
            return AddressProblem.NoDotInDomain;
        }

        return !last.ContainsAnyExcept(Digits) ? AddressProblem.NumericTopLevelDomain : null;
    }

    private static bool TryGetAscii(string text, out string name)
    {
        try
        {
            name = Idn.GetAscii(text);
            return true;
        }
        catch (ArgumentException)
        {
            name = "";
            return false;
        }
    }
}
