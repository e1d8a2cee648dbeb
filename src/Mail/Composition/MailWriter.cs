using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Sending;
using MimeKit;
using MimeKit.Encodings;

namespace EmailCampaign.Mail.Composition;

/// <summary>
/// Writes a rendered mail as bytes, without the object tree that <see cref="MimeComposer"/> builds: byte for byte what that one's message
/// gives when it is written in <see cref="MimeComposer.Wire"/> form, at a fraction of the cost. Whatever this class does not know how to write
/// is composed there. One for each sender: it keeps buffers, and is not safe to share.
/// </summary>
/// <remarks>
/// What mails of a campaign have in common is encoded by MimeKit once: mailboxes of the sender, headers, attachments. Only names, texts and
/// identifiers are written anew for each recipient.
/// </remarks>
public sealed class MailWriter
{
    // What MimeKit folds at; a value that stays well below needs no folding.
    private const int LongestLine = 76;
    private const int LineLength = 78;
    private const int BoundaryHash = 12;
    private const int MostKept = 256 * 1024;

    private static readonly SearchValues<char> IdChars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.@");
    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(static letter => (char)letter)]);
    private static readonly SearchValues<char> OtherLineEnds = SearchValues.Create("\r\f\u0085\u2028\u2029");
    private static readonly ConditionalWeakTable<Mailbox, byte[]> Mailboxes = [];
    private static readonly ConditionalWeakTable<MailAttachment, byte[]> Files = [];

    private readonly HeaderLines _headers = new();
    private ArrayBufferWriter<byte> _text = new(4096);
    private readonly QuotedPrintableEncoder _quotedPrintable = new(LineLength);
    private readonly Base64Encoder _base64 = new(LineLength);
    private byte[] _encoded = [];
    private (DateTimeOffset Second, byte[] Line) _date;

    /// <summary>Writes the mail in the form of the wire: CRLF, ASCII headers.</summary>
    /// <param name="into">Cleared first.</param>
    /// <exception cref="ArgumentException">A header that the header rules forbid: the caller should have checked it.</exception>
    /// <exception cref="ParseException">An address cannot be one.</exception>
    public void Write(OutgoingMessage message, ComposedMail into)
    {
        into.Clear();
        if (!PlainAddress.Is(message.To) || !IsPlainId(message.MessageId))
        {
            WriteComposed(message, into);
            return;
        }

        var output = into.Own;
        WriteMailbox(output, "From: "u8, message.From);
        if (message.ReplyTo is { } replyTo)
        {
            WriteMailbox(output, "Reply-To: "u8, replyTo);
        }

        output.Write("To: "u8);
        WriteAscii(output, message.To);
        output.Write("\r\n"u8);
        WriteHeader(output, "Subject", message.Subject);
        WriteDate(output, message.Date);
        output.Write("Message-Id: <"u8);
        WriteAscii(output, message.MessageId);
        output.Write(">\r\nMIME-Version: 1.0\r\n"u8);
        foreach (var (name, value) in message.Headers)
        {
            if (HeaderRules.Problem(name, OneLine(value)) is { } problem)
            {
                throw new ArgumentException(problem, nameof(message));
            }

            WriteHeader(output, name, value);
        }

        WriteBody(message, into);
        into.Complete();
    }

    /// <summary>Writes a message of MimeKit's, in a form of its own (signed, or with headers beyond ASCII).</summary>
    public static void Write(MimeMessage mime, FormatOptions format, ComposedMail into)
    {
        into.Clear();
        using (var stream = new BufferStream(into.Own))
        {
            mime.WriteTo(format, stream);
        }

        into.Complete();
    }

    /// <summary>Lets the buffers of unusually long texts go.</summary>
    public void Trim()
    {
        if (_text.Capacity > MostKept)
        {
            _text = new(4096);
            _encoded = [];
        }
    }

    private static void WriteComposed(OutgoingMessage message, ComposedMail into)
    {
        using var mime = MimeComposer.Compose(message);
        Write(mime, MimeComposer.Wire, into);
    }

    private void WriteBody(OutgoingMessage message, ComposedMail into)
    {
        var output = into.Own;
        if (message.Attachments.Count == 0)
        {
            WriteContent(message, output, isWhole: true);
            return;
        }

        Span<byte> boundary = stackalloc byte[2 + (2 * BoundaryHash)];
        Boundary(message, "mixed", boundary);
        output.Write("Content-Type: multipart/mixed; boundary=\""u8);
        output.Write(boundary);
        output.Write("\"\r\n\r\n--"u8);
        output.Write(boundary);
        output.Write("\r\n"u8);
        WriteContent(message, output, isWhole: false);
        foreach (var attachment in message.Attachments)
        {
            output.Write("\r\n--"u8);
            output.Write(boundary);
            output.Write("\r\n"u8);
            into.Share(Files.GetValue(attachment, static file => MimeComposer.EncodeFile(file)));
        }

        output.Write("\r\n--"u8);
        output.Write(boundary);
        output.Write("--\r\n"u8);
    }

    private void WriteContent(OutgoingMessage message, ArrayBufferWriter<byte> output, bool isWhole)
    {
        if (message.Html is not { } html)
        {
            WriteText(output, "plain"u8, message.Text, isWhole);
            return;
        }

        Span<byte> boundary = stackalloc byte[2 + (2 * BoundaryHash)];
        Boundary(message, "alternative", boundary);
        output.Write("Content-Type: multipart/alternative; boundary=\""u8);
        output.Write(boundary);
        output.Write("\"\r\n\r\n--"u8);
        output.Write(boundary);
        output.Write("\r\n"u8);
        WriteText(output, "plain"u8, message.Text, isWhole: false);
        output.Write("\r\n--"u8);
        output.Write(boundary);
        output.Write("\r\n"u8);
        WriteText(output, "html"u8, html, isWhole: false);
        output.Write("\r\n--"u8);
        output.Write(boundary);
        output.Write("--\r\n"u8);
    }

    private void WriteText(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> subtype, string text, bool isWhole)
    {
        EncodeLines(text);
        var bytes = _text.WrittenSpan;
        output.Write("Content-Type: text/"u8);
        output.Write(subtype);
        output.Write("; charset=utf-8\r\n"u8);
        switch (TextEncodings.Best(bytes))
        {
            case ContentEncoding.Base64:
                output.Write("Content-Transfer-Encoding: base64\r\n\r\n"u8);
                WriteEncoded(output, _base64, isWhole);
                break;
            case ContentEncoding.QuotedPrintable:
                output.Write("Content-Transfer-Encoding: quoted-printable\r\n\r\n"u8);
                WriteEncoded(output, _quotedPrintable, isWhole);
                break;
            default:
                output.Write("\r\n"u8);
                output.Write(bytes);
                EndLine(output, isWhole, bytes.Length == 0 || bytes[^1] != (byte)'\n');
                break;
        }
    }

    // UTF-8 with CRLF, whatever line ends the text has.
    private void EncodeLines(string text)
    {
        _text.ResetWrittenCount();
        if (text.AsSpan().ContainsAny(OtherLineEnds))
        {
            text = text.ReplaceLineEndings("\n");
        }

        var rest = text.AsSpan();
        while (rest.IndexOf('\n') is >= 0 and var end)
        {
            Encode(rest[..end]);
            _text.Write("\r\n"u8);
            rest = rest[(end + 1)..];
        }

        Encode(rest);
    }

    private void Encode(ReadOnlySpan<char> line)
    {
        // A lone surrogate becomes U+FFFD, as in Encoding.UTF8.
        var space = _text.GetSpan((line.Length * 3) + 2);
        Utf8.FromUtf16(line, space, out _, out var written);
        _text.Advance(written);
    }

    private void WriteEncoded(ArrayBufferWriter<byte> output, IMimeEncoder encoder, bool isWhole)
    {
        var most = encoder.EstimateOutputLength(_text.WrittenCount);
        if (_encoded.Length < most)
        {
            _encoded = new byte[most];
        }

        encoder.Reset();
        var plain = _text.WrittenMemory;
        var source = System.Runtime.InteropServices.MemoryMarshal.TryGetArray(plain, out var segment) ? segment : new ArraySegment<byte>(plain.ToArray());
        var length = encoder.Flush(source.Array!, source.Offset, source.Count, _encoded);
        var rest = _encoded.AsSpan(0, length);
        var endsLine = length > 0 && rest[^1] == (byte)'\n';
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            output.Write(rest[..end]);
            output.Write("\r\n"u8);
            rest = rest[(end + 1)..];
        }

        output.Write(rest);
        EndLine(output, isWhole, !endsLine);
    }

    // MimeKit ends the last line of a mail, and leaves that of a part to the boundary.
    private static void EndLine(ArrayBufferWriter<byte> output, bool isWhole, bool isOpen)
    {
        if (isWhole && isOpen)
        {
            output.Write("\r\n"u8);
        }
    }

    private static void WriteMailbox(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> field, Mailbox mailbox)
    {
        output.Write(field);
        output.Write(field[0] == (byte)'F' ? Mailboxes.GetValue(mailbox, static from => HeaderLines.OfMailbox(HeaderId.From, from)) : HeaderLines.OfMailbox(HeaderId.ReplyTo, mailbox));
    }

    private void WriteHeader(ArrayBufferWriter<byte> output, string name, string value)
    {
        value = OneLine(value);
        if (IsSimple(name, value))
        {
            WriteAscii(output, name);
            output.Write(": "u8);
            WriteAscii(output, value);
            output.Write("\r\n"u8);
        }
        else
        {
            output.Write(_headers.Of(name, value));
        }
    }

    private void WriteDate(ArrayBufferWriter<byte> output, DateTimeOffset date)
    {
        var second = new DateTimeOffset(date.Ticks - (date.Ticks % TimeSpan.TicksPerSecond), date.Offset);
        if (_date.Line is null || !second.EqualsExact(_date.Second))
        {
            _date = (second, Encoding.ASCII.GetBytes($"Date: {MimeKit.Utils.DateUtils.FormatDate(second)}\r\n"));
        }

        output.Write(_date.Line);
    }

    // Printable ASCII that needs no folding and no encoding: MimeKit writes it as it is.
    private bool IsSimple(string name, string value)
        => name.Length + 2 + value.Length <= LongestLine && value.Length > 0 && value[0] != ' ' && value[^1] != ' '
            && !value.AsSpan().ContainsAnyExcept(Printable)
            && !value.Contains("=?", StringComparison.Ordinal)
            && _headers.IsUnstructured(name);

    // Of the letters of a dot-atom, those that MimeKit writes in an identifier as they are.
    private static bool IsPlainId(string id)
        => id.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
            && PlainAddress.IsDotAtom(id.AsSpan(0, at)) && PlainAddress.IsDotAtom(id.AsSpan(at + 1)) && !id.AsSpan().ContainsAnyExcept(IdChars);

    private static void WriteAscii(ArrayBufferWriter<byte> output, string text)
    {
        var space = output.GetSpan(text.Length);
        Ascii.FromUtf16(text, space, out var written);
        output.Advance(written);
    }

    private static void Boundary(OutgoingMessage message, string part, Span<byte> boundary)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{part}:{message.MessageId}")), hash);
        "=_"u8.CopyTo(boundary);
        Convert.TryToHexStringLower(hash[..BoundaryHash], boundary[2..], out _);
    }

    private static string OneLine(string value) => MimeComposer.OneLine(value);
}
