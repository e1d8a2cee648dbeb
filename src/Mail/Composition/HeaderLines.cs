using System.Collections.Concurrent;
using System.Text;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Composition;

/// <summary>Header lines as MimeKit encodes and folds them. Those that many mails share are kept.</summary>
internal sealed class HeaderLines
{
    private const int MostKept = 256;
    private const int LongestKept = 1000;

    private static readonly ConcurrentDictionary<string, bool> Kinds = new(StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<(string Name, string Value), byte[]> _kept = new();

    /// <summary>Whether the header is free text to MimeKit, and not one with a syntax that it folds by.</summary>
    public static bool IsUnstructured(string name)
    {
        if (Kinds.TryGetValue(name, out var known))
        {
            return known;
        }

        var isFree = new Header(Encoding.UTF8, name, "").Id is HeaderId.Unknown or HeaderId.Subject or HeaderId.Comments or HeaderId.Precedence or HeaderId.Importance
            or HeaderId.Priority or HeaderId.Organization or HeaderId.ListId or HeaderId.ListUnsubscribePost;
        if (Kinds.Count < MostKept)
        {
            Kinds.TryAdd(name, isFree);
        }

        return isFree;
    }

    /// <summary>The whole line, its end included.</summary>
    public byte[] Of(string name, string value)
    {
        if (_kept.TryGetValue((name, value), out var kept))
        {
            return kept;
        }

        var header = new Header(Encoding.UTF8, name, value);
        byte[] line = [.. header.RawField, (byte)':', .. WithCrLf(header.RawValue)];

        // A header that differs from mail to mail fills the store once, and is then encoded each time.
        if (_kept.Count < MostKept && value.Length <= LongestKept)
        {
            _kept.TryAdd((name, value), line);
        }

        return line;
    }

    /// <summary>What follows the field's name and its colon and space.</summary>
    public static byte[] OfMailbox(HeaderId field, Mailbox mailbox)
    {
        using var mime = new MimeMessage((IEnumerable<Header>)[]);
        (field == HeaderId.From ? mime.From : mime.ReplyTo).Add(MimeComposer.Address(mailbox));
        return WithCrLf(mime.Headers[0].RawValue)[1..];
    }

    private static byte[] WithCrLf(byte[] value)
        => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(value).ReplaceLineEndings("\r\n"));
}
