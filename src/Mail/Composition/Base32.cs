namespace EmailCampaign.Mail.Composition;

/// <summary>Base 32 in lower case (RFC 4648 without padding): survives whoever folds the case of an address.</summary>
internal static class Base32
{
    private const int LongestOnStack = 40;
    private const string Digits = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Bits that fill no whole digit at the end are left out.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var (bits, held, length) = (0, 0, 0);
        Span<char> text = bytes.Length <= LongestOnStack ? stackalloc char[LongestOnStack * 8 / 5] : new char[bytes.Length * 8 / 5];
        foreach (var next in bytes)
        {
            bits = (bits << 8) | next;
            for (held += 8; held >= 5; held -= 5)
            {
                text[length++] = Digits[(bits >> (held - 5)) & 31];
            }

            bits &= (1 << held) - 1;
        }

        return new string(text[..length]);
    }
}
