using System.Text;
using MimeKit;

namespace EmailCampaign.Mail.Composition;

/// <summary>Which transfer encoding a text needs to pass any server: MimeKit's own rule for seven bits and 78 characters a line.</summary>
internal static class TextEncodings
{
    private const int LineLength = 78;

    // Above this share of octets that are not ASCII, base64 is the shorter one.
    private const double Base64Share = 17.0 / 100.0;

    /// <param name="text">UTF-8 with CRLF.</param>
    public static ContentEncoding Best(ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0))
        {
            return ContentEncoding.Base64;
        }

        if (!Ascii.IsValid(text))
        {
            return CountBeyondAscii(text) >= (int)(text.Length * Base64Share) ? ContentEncoding.Base64 : ContentEncoding.QuotedPrintable;
        }

        return HasLongLineOrMarker(text) ? ContentEncoding.QuotedPrintable : ContentEncoding.SevenBit;
    }

    private static int CountBeyondAscii(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var octet in text)
        {
            count += octet > 127 ? 1 : 0;
        }

        return count;
    }

    // A line that begins with "From " would be changed by old mailbox formats; like MimeKit, only ended lines are looked at for it.
    private static bool HasLongLineOrMarker(ReadOnlySpan<byte> text)
    {
        while (text.IndexOf((byte)'\n') is >= 0 and var end)
        {
            var line = text[..end].TrimEnd((byte)'\r');
            if (line.Length > LineLength || line.StartsWith("From "u8))
            {
                return true;
            }

            text = text[(end + 1)..];
        }

        return text.Length > LineLength;
    }
}
