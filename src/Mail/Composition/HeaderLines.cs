using System.Text;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Composition;

/// <summary>Header lines as MimeKit encodes and folds them. The last line of each name is kept, which most mails of a campaign share. Not safe to share.</summary>
internal sealed class HeaderLines
{
    private const int MostKept = 64;

    private readonly Dictionary<string, bool> _kinds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (string Value, byte[] Line)> _kept = new(StringComparer.Ordinal);

    /// <summary>Whether the header is free text to MimeKit, and not one with a syntax that it folds by.</summary>
    public bool IsUnstructured(string name)
    {
        if (_kinds.TryGetValue(name, out var known))
        {
            return known;
        }

        var isFree = new Header(Encoding.UTF8, name, "").Id is HeaderId.Unknown or HeaderId.Subject or HeaderId.Comments or HeaderId.Precedence or HeaderId.Importance
            or HeaderId.Priority or HeaderId.Organization or HeaderId.ListId or HeaderId.ListUnsubscribePost;
        if (_kinds.Count < MostKept)
        {
            _kinds.Add(name, isFree);
        }

        return isFree;
    }

    /// <summary>The whole line, its end included.</summary>
    public byte[] Of(string name, string value)
    {
        if (_kept.TryGetValue(name, out var kept) && kept.Value == value)
        {
            return kept.Line;
        }

        var header = new Header(Encoding.UTF8, name, value);
        byte[] line = [.. header.RawField, (byte)':', .. WithCrLf(header.RawValue)];
        if (_kept.Count < MostKept || _kept.ContainsKey(name))
        {
            _kept[name] = (value, line);
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
