using System.Globalization;
using System.Text;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using FsCheck.Xunit;
using MimeKit;

namespace EmailCampaign.Mail.Tests.Composition;

/// <summary>What the writer writes is what MimeKit writes of the same mail: each byte.</summary>
public sealed class MailWriterTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly MailWriter _writer = new();
    private readonly ComposedMail _mail = new();

    [Theory]
    [InlineData("Hello Ann")]
    [InlineData("")]
    [InlineData(" leading and trailing ")]
    [InlineData("two  spaces\tand a tab")]
    [InlineData("Zoë, grüß Gott")]
    [InlineData("=?utf-8?q?already=20encoded?=")]
    [InlineData("0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789")]
    [InlineData("exactly so long that the line of the subject has seventy-six characters.")]
    [InlineData("exactly so long that the line of the subject has seventy-seven octets...")]
    [InlineData("exactly so long that the line of the subject has seventy-eight octets....")]
    [InlineData("日本語の件名はとても長いので、いくつかの符号化された語に分けて書かなければならない")]
    [InlineData("a.word.without.a.space.of.more.than.seventy.eight.characters.which.cannot.be.folded.anywhere.at.all")]
    [InlineData("lone \ud800 surrogate")]
    public void Write_Subjects_AreMimeKits(string subject) => AssertSame(MessageFixture.Message() with { Subject = subject });

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("no end of line")]
    [InlineData("unix\nlines\n")]
    [InlineData("dos\r\nlines\r\n")]
    [InlineData("old\rlines\r")]
    [InlineData("form\ffeed\u2028separator\u0085next")]
    [InlineData("trailing \nblanks\t\n")]
    [InlineData("From the beginning\nof a line\n")]
    [InlineData("From the end of a text without its line end")]
    [InlineData(".a dot\n..two\n.\n")]
    [InlineData("Zoë war hier.\n")]
    [InlineData("日本語の本文\n二行目\n")]
    [InlineData("an equals sign = and Zoë\n")]
    [InlineData("a \0 in the middle\n")]
    [InlineData("lone \udc00 surrogate\n")]
    [InlineData("seventy-eight characters in one line are the most that is sent as it is, so 78.\n")]
    [InlineData("seventy-nine characters in one line are more than what is sent as it is: encoded\n")]
    public void Write_Bodies_AreMimeKits(string text)
    {
        AssertSame(MessageFixture.Message() with { Text = text });
        AssertSame(MessageFixture.Message() with { Text = "plain", Html = text });
        AssertSame(MessageFixture.Message() with { Text = text, Html = text + text });
    }

    [Fact]
    public void Write_LongBodies_AreMimeKits()
    {
        var html = new StringBuilder();
        for (var line = 0; line < 900; line++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<td style=\"color:#{line:x6}\">{(line % 7 == 0 ? "Zoë" : "Ann")} = {line} &amp; so on{new string('x', line % 90)}</td>");
            html.Append(line % 3 == 0 ? "\r\n" : line % 5 == 0 ? "\n" : " ");
        }

        AssertSame(MessageFixture.Message() with { Html = html.ToString() });
        AssertSame(MessageFixture.Message() with { Text = html.Replace('\n', ' ').ToString() });
    }

    [Theory]
    [InlineData("ann@x.example")]
    [InlineData("ann+tag.two@sub.x.example")]
    [InlineData("\"ann doe\"@x.example")]
    [InlineData("ann@xn--bcher-kva.example")]
    [InlineData("o'neil_#1@x.example")]
    [InlineData("zoë@x.example")]
    [InlineData("ann@[127.0.0.1]")]
    [InlineData("a.very.long.local.part.that.goes.on.and.on.and.on.for.sixty.four.octet@a.long.domain.name.with.many.labels.example")]
    public void Write_Addresses_AreMimeKits(string address) => AssertSame(MessageFixture.Message() with { To = address });

    [Theory]
    [InlineData("", "news@acme.example")]
    [InlineData("Acme", "news@acme.example")]
    [InlineData("Acme, Inc. \"News\"", "news@acme.example")]
    [InlineData("Zoë Grüß", "zoë@bücher.example")]
    [InlineData("A name that is so very long that it does not fit on one line together with its address", "news@acme.example")]
    public void Write_Senders_AreMimeKits(string name, string address)
    {
        var sender = new Mailbox(name, address);
        AssertSame(MessageFixture.Message() with { From = sender });
        AssertSame(MessageFixture.Message() with { ReplyTo = sender });
        AssertSame(MessageFixture.Message() with { From = sender, ReplyTo = sender });
    }

    [Theory]
    [InlineData("X-Campaign", "spring")]
    [InlineData("X-Campaign", "")]
    [InlineData("X-Campaign", "a value that is long enough to be folded somewhere, because it has more than seventy-eight characters")]
    [InlineData("X-Campaign", "Zoë")]
    [InlineData("Precedence", "bulk")]
    [InlineData("List-Unsubscribe", "<https://acme.example/unsubscribe?token=0123456789abcdef0123456789abcdef0123456789abcdef>, <mailto:leave@acme.example>")]
    [InlineData("list-unsubscribe", "<https://acme.example/u>")]
    [InlineData("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")]
    [InlineData("List-Id", "Acme News <news.acme.example>")]
    [InlineData("Feedback-ID", "a:b:c:d")]
    [InlineData("Auto-Submitted", "auto-generated")]
    [InlineData("References", "<a@x.example> <b@x.example>")]
    [InlineData("In-Reply-To", "<a@x.example>")]
    [InlineData("Disposition-Notification-To", "Ann <ann@x.example>")]
    [InlineData("Authentication-Results", "x.example; dkim=pass")]
    public void Write_Headers_AreMimeKits(string name, string value)
    {
        var message = MessageFixture.Message() with { Headers = [new(name, value), new("X-Last", "1")] };
        AssertSame(message);
        AssertSame(message); // from what was kept
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00+00:00")]
    [InlineData("2026-02-03T04:05:06.789+00:00")]
    [InlineData("2026-02-03T04:05:06.999-11:30")]
    [InlineData("2028-02-29T23:59:59+05:45")]
    public void Write_Dates_AreMimeKits(string date)
        => AssertSame(MessageFixture.Message() with { Date = DateTimeOffset.Parse(date, CultureInfo.InvariantCulture) });

    [Fact]
    public void Write_TheDateAfterAnother_IsItsOwn()
    {
        AssertSame(MessageFixture.Message() with { Date = Noon });
        AssertSame(MessageFixture.Message() with { Date = Noon.AddSeconds(1) });
        AssertSame(MessageFixture.Message() with { Date = Noon.AddSeconds(1).ToOffset(TimeSpan.FromHours(2)) });
    }

    [Fact]
    public void Write_Attachments_AreMimeKitsAndNotCopied()
    {
        var message = MessageFixture.Message() with
        {
            Html = "<p>Zoë</p>",
            Attachments =
            [
                new("Prüfung, 1.pdf", "application/pdf", Enumerable.Range(0, 5000).Select(static i => (byte)i).ToArray()),
                new("empty.txt", "text/plain", Array.Empty<byte>()),
                new("mail.eml", "message/rfc822", "Subject: x\r\n\r\nFrom here\r\n"u8.ToArray()),
            ],
        };

        AssertSame(message);
        Assert.Equal(7, _mail.Pieces.Count());
        AssertSame(message with { Html = null });
    }

    [Fact]
    public void Write_TenMegabytesAttached_AreEncodedOnceForAllMails()
    {
        var message = MessageFixture.Message() with { Attachments = [new("a.bin", "application/octet-stream", new byte[10 * 1024 * 1024])] };
        _writer.Write(message, _mail);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _writer.Write(message with { To = "bob@x.example" }, _mail);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 50_000);
        Assert.InRange(_mail.Length, 13_000_000, 15_000_000);
    }

    [Fact]
    public void Write_HeaderThatIsForbidden_Throws()
        => Assert.Throws<ArgumentException>(() => _writer.Write(MessageFixture.Message() with { Headers = [new("Bcc", "eve@x.example")] }, _mail));

    [Property(MaxTest = 300)]
    public void Write_AnyMail_IsMimeKits(string?[] subject, string?[] text, string?[] html, bool hasHtml, string? name, string? header)
        => AssertSame(MessageFixture.Message() with
        {
            Subject = Line(string.Concat(subject)),
            Text = string.Join('\n', text),
            Html = hasHtml ? string.Join("\r\n", html) : null,
            From = new Mailbox(Line(name ?? ""), "news@acme.example"),
            Headers = [new("X-Any", Line(header ?? ""))],
        });

    [Property(MaxTest = 300)]
    public void Write_AnyTextOfUsualLetters_IsMimeKits(int seed, ushort length)
    {
        // Long enough for many lines of each encoding, with few enough letters that each rule of it is met.
        const string Letters = "aaaaeeeiou    ..==\n\n\r\nëß日.From ";
        var random = new Random(seed);
        var text = new string([.. Enumerable.Range(0, length % 4000).Select(_ => Letters[random.Next(random.Next(2) == 0 ? 10 : Letters.Length)])]);
        AssertSame(MessageFixture.Message() with { Text = text, Subject = Line(text[..Math.Min(text.Length, 120)]) });
        AssertSame(MessageFixture.Message() with { Html = text });
    }

    private static string Line(string text) => new([.. text.Select(static letter => char.IsControl(letter) ? ' ' : letter).Take(500)]);

    private void AssertSame(OutgoingMessage message)
    {
        using var stream = new MemoryStream();
        byte[] expected;
        try
        {
            using var mime = MimeComposer.Compose(message);
            mime.WriteTo(MimeComposer.Wire, stream, TestContext.Current.CancellationToken);
            expected = stream.ToArray();
        }
        catch (Exception error) when (error is ArgumentException or ParseException)
        {
            // What cannot be composed cannot be written either.
            Assert.ThrowsAny<Exception>(() => _writer.Write(message, _mail));
            return;
        }

        _writer.Write(message, _mail);

        Assert.Equal(Encoding.Latin1.GetString(expected), Encoding.Latin1.GetString(_mail.ToArray()));
        Assert.Equal(expected.Length, _mail.Length);
    }
}
