using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Composition;

/// <summary>Turns a rendered mail into a MIME message that any server takes.</summary>
/// <remarks>
/// The same message always gives the same bytes, boundaries included. Every body line has at most 78 characters and is 7-bit
/// (RFC 2045), names and subjects are encoded words where they must be (RFC 2047).
/// </remarks>
public static class MimeComposer
{
    private const int LineLength = 78;

    /// <summary>The form of the wire: CRLF, ASCII headers. Write a composed message with these.</summary>
    public static FormatOptions Wire { get; } = CreateWire();

    /// <summary>
    /// Composes one message. Attachments are read from the shared bytes while the message is written; the caller disposes the
    /// message.
    /// </summary>
    /// <exception cref="ArgumentException">A header that the header rules forbid: the caller should have checked it.</exception>
    public static MimeMessage Compose(OutgoingMessage message)
    {
        // With an explicit list of headers MimeKit makes up no date and no Message-ID.
        var mime = new MimeMessage((IEnumerable<Header>)[]);
        try
        {
            mime.From.Add(Address(message.From));
            if (message.ReplyTo is { } replyTo)
            {
                mime.ReplyTo.Add(Address(replyTo));
            }

            mime.To.Add(new MailboxAddress(Encoding.UTF8, "", message.To));
            mime.Subject = OneLine(message.Subject);
            mime.Date = message.Date;
            mime.MessageId = message.MessageId;
            mime.MimeVersion = new Version(1, 0);
            AddHeaders(mime, message.Headers);
            mime.Body = Body(message);
            mime.Prepare(EncodingConstraint.SevenBit, LineLength);
            return mime;
        }
        catch
        {
            mime.Dispose();
            throw;
        }
    }

    private static void AddHeaders(MimeMessage mime, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            var clean = OneLine(value);
            if (HeaderRules.Problem(name, clean) is { } problem)
            {
                throw new ArgumentException(problem, nameof(headers));
            }

            mime.Headers.Add(new Header(Encoding.UTF8, name, clean));
        }
    }

    private static MimeEntity Body(OutgoingMessage message)
    {
        MimeEntity content = message.Html is { } html ? Alternative(message, html) : Text("plain", message.Text);
        if (message.Attachments.Count == 0)
        {
            return content;
        }

        var mixed = new Multipart("mixed") { Boundary = Boundary(message, "mixed") };
        mixed.Add(content);
        foreach (var attachment in message.Attachments)
        {
            mixed.Add(File(attachment));
        }

        return mixed;
    }

    // RFC 2046, section 5.1.4: the best form last.
    private static MultipartAlternative Alternative(OutgoingMessage message, string html)
    {
        var alternative = new MultipartAlternative { Boundary = Boundary(message, "alternative") };
        alternative.Add(Text("plain", message.Text));
        alternative.Add(Text("html", html));
        return alternative;
    }

    private static TextPart Text(string subtype, string text)
    {
        var part = new TextPart(subtype);

        // RFC 2045, section 6.8: base64 text has CRLF inside, which no writer can add later.
        part.SetText(Encoding.UTF8, text.ReplaceLineEndings("\r\n"));
        return part;
    }

    /// <summary>A file's part with its headers, as it is written in every mail that it goes with.</summary>
    internal static byte[] EncodeFile(MailAttachment attachment)
    {
        using var part = File(attachment);
        part.Prepare(EncodingConstraint.SevenBit, LineLength);
        using var stream = new MemoryStream();
        part.WriteTo(Wire, stream);
        return stream.ToArray();
    }

    private static MimePart File(MailAttachment attachment) => new(Type(attachment.ContentType))
    {
        ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
        FileName = OneLine(attachment.FileName),
        ContentTransferEncoding = ContentEncoding.Base64,
        Content = new MimeContent(Shared(attachment.Content)),
    };

    // RFC 2046, section 5.2.1: message/* and multipart/* must not be base64, so such a file travels as plain bytes.
    private static ContentType Type(string contentType)
        => ContentType.TryParse(contentType, out var type)
            && !type.IsMimeType("message", "*") && !type.IsMimeType("multipart", "*")
            ? type
            : new ContentType("application", "octet-stream");

    private static MemoryStream Shared(ReadOnlyMemory<byte> bytes)
        => MemoryMarshal.TryGetArray(bytes, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    // "=_" occurs in no quoted-printable and no base64 line (RFC 2045, section 6.7), the hash in no other text.
    private static string Boundary(OutgoingMessage message, string part)
        => "=_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{part}:{message.MessageId}")).AsSpan(0, 12));

    internal static MailboxAddress Address(Mailbox mailbox) => new(Encoding.UTF8, OneLine(mailbox.Name), mailbox.Address);

    // The renderer has done this already; a header that begins in a contact's data must be impossible here as well.
    internal static string OneLine(string value) => value.AsSpan().ContainsAny('\r', '\n', '\0')
        ? value.Replace('\r', ' ').Replace('\n', ' ').Replace('\0', ' ')
        : value;

    private static FormatOptions CreateWire()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        return options;
    }
}
