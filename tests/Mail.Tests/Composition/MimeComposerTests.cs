using System.Text;
using EmailCampaign.Mail.Composition;
using FsCheck.Xunit;
using MimeKit;

namespace EmailCampaign.Mail.Tests.Composition;

public sealed class MimeComposerTests
{
    [Fact]
    public void Compose_TextOnly_IsOnePlainPart()
    {
        var mail = MessageFixture.Received(MessageFixture.Message());

        Assert.True(Assert.IsType<TextPart>(mail.Body).IsPlain);
        Assert.Equal("utf-8", mail.Body.ContentType.Charset);
        Assert.Equal("Hello Ann,\n\nwelcome.\n", mail.TextBody?.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Compose_HtmlAndText_PutsTheTextFirst()
    {
        var mail = MessageFixture.Received(MessageFixture.Message() with { Html = "<p>Zoë</p>" });

        var alternative = Assert.IsType<MultipartAlternative>(mail.Body);
        Assert.Equal(["text/plain", "text/html"], alternative.Select(part => part.ContentType.MimeType));
        Assert.Equal("<p>Zoë</p>", mail.HtmlBody?.TrimEnd());
    }

    [Fact]
    public void Compose_Attachments_AreMixedBehindTheBody()
    {
        byte[] shared = [.. Enumerable.Range(0, 1000).Select(i => (byte)i)];
        var mail = MessageFixture.Received(MessageFixture.Message() with
        {
            Html = "<p>x</p>",
            Attachments = [new("Prüfung, 1.pdf", "application/pdf", shared.AsMemory(10, 900)), new("mail.eml", "message/rfc822", shared)],
        });

        var mixed = Assert.IsType<Multipart>(mail.Body);
        Assert.Equal(
            ["multipart/alternative", "application/pdf", "application/octet-stream"], mixed.Select(part => part.ContentType.MimeType));
        var pdf = Assert.IsType<MimePart>(mixed[1]);
        using var content = new MemoryStream();
        pdf.Content!.DecodeTo(content, TestContext.Current.CancellationToken);
        Assert.Equal(shared[10..910], content.ToArray());
        Assert.True(pdf.IsAttachment);
        Assert.Equal("Prüfung, 1.pdf", pdf.FileName);
    }

    [Fact]
    public void Compose_TenMegabytesAttached_CopiesNoneOfThem()
    {
        var message = MessageFixture.Message() with
        {
            Attachments = [new("a.bin", "application/octet-stream", new byte[10 * 1024 * 1024])],
        };
        MimeComposer.Compose(message).Dispose();

        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var mime = MimeComposer.Compose(message))
        {
            mime.WriteTo(MimeComposer.Wire, Stream.Null, TestContext.Current.CancellationToken);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Fact]
    public void Compose_Headers_AreThoseOfTheMessageAndNoOthers()
    {
        var message = MessageFixture.Message() with
        {
            ReplyTo = new("Help", "help@acme.example"),
            Headers = [new("X-Campaign", "spring"), new("Precedence", "bulk")],
        };
        var mail = MessageFixture.Received(message);

        Assert.Equal(
            ["From", "Reply-To", "To", "Subject", "Date", "Message-Id", "MIME-Version", "X-Campaign", "Precedence", "Content-Type"],
            MessageFixture.Wire(message).Split("\r\n").TakeWhile(line => line.Length > 0).Select(line => line.Split(':')[0]));
        Assert.Equal("\"Acme\" <news@acme.example>", mail.From.ToString());
        Assert.Equal("\"Help\" <help@acme.example>", mail.ReplyTo.ToString());
        Assert.Equal("ann@x.example", mail.To.ToString());
        Assert.Equal("spring.0.1.0.abcdefghijklmnop@acme.example", mail.MessageId);
        Assert.Equal("Sun, 29 Mar 2026 03:30:00 +0200", mail.Headers["Date"]);
        Assert.Equal("spring", mail.Headers["X-Campaign"]);
    }

    [Theory]
    [InlineData("Grüße aus Zürich 🎉")]
    [InlineData("日本語の件名がとても長いのでいくつかの行に分けなければなりません、そして更に続きます")]
    public void Compose_Utf8SubjectAndNames_ComeBackWhole(string text)
    {
        var mail = MessageFixture.Received(MessageFixture.Message() with
        {
            From = new(text, "news@acme.example"),
            ReplyTo = new("Müller, Anna", "help@acme.example"),
            Subject = text,
            Headers = [new("X-Text", text)],
        });

        Assert.Equal(text, mail.Subject);
        Assert.Equal(text, mail.From[0].Name);
        Assert.Equal("Müller, Anna", mail.ReplyTo[0].Name);
        Assert.Equal(text, mail.Headers["X-Text"]);
    }

    [Fact]
    public void Compose_LineEndsInHeaderValues_StartNoHeader()
    {
        const string Evil = "Ann\r\nBcc: all@x.example\r\n\r\nbody\0";
        var wire = MessageFixture.Wire(MessageFixture.Message() with
        {
            From = new(Evil, "news@acme.example"),
            ReplyTo = new(Evil, "help@acme.example"),
            Subject = Evil,
            Headers = [new("X-Name", Evil)],
            Attachments = [new(Evil, "text/plain\r\nBcc: x@x.example", new byte[1])],
        });

        Assert.DoesNotContain("\nBcc", wire, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\nbody", wire, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Compose_ForbiddenHeader_IsABug()
        => Assert.Throws<ArgumentException>(
            () => MimeComposer.Compose(MessageFixture.Message() with { Headers = [new("Bcc", "x@x.example")] }));

    [Fact]
    public void Compose_PunycodeDomain_StaysAscii()
    {
        var wire = MessageFixture.Wire(MessageFixture.Message() with
        {
            From = new("", "news@xn--bcher-kva.example"),
            To = "ann@xn--bcher-kva.example",
        });

        Assert.Contains("\nTo: ann@xn--bcher-kva.example\r\n", wire, StringComparison.Ordinal);
        Assert.StartsWith("From: news@xn--bcher-kva.example\r\n", wire, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("o'brien+tag@x.example")]
    [InlineData("zoë@x.example")]
    public void Compose_UnusualAddress_IsKeptAsItIs(string address)
        => Assert.Equal(address, MessageFixture.Received(MessageFixture.Message() with { To = address }).To.Mailboxes.Single().Address);

    [Theory]
    [InlineData("\n.leading dot\n..two\n")]
    [InlineData("From the beginning\nFrom here\n")]
    [InlineData("a\rb\nc\r\nd")]
    [InlineData("trailing blanks   \n\tand tabs\t\n")]
    [InlineData("nul \0 and bell \a")]
    public void Compose_AwkwardText_ComesBackWhole(string text)
        => Assert.Equal(
            text.ReplaceLineEndings("\n"),
            MessageFixture.Received(MessageFixture.Message() with { Text = text, Html = "<p>" }).TextBody?.ReplaceLineEndings("\n"));

    [Property(MaxTest = 300)]
    public bool Compose_AnyText_KeepsToTheLimitsOfTheWire(string? name, string? subject, string? text, string? html, byte stretch)
    {
        var longer = string.Concat(Enumerable.Repeat(subject + "ü", stretch * 4));
        var message = MessageFixture.Message() with
        {
            From = new(name ?? "", "news@acme.example"),
            Subject = subject + longer,
            Text = text + longer,
            Html = html is null ? null : html + new string('x', stretch * 20),
            Headers = [new("X-Text", longer[..Math.Min(longer.Length, 900)])],
        };
        var wire = MessageFixture.Wire(message);
        var lines = wire.Split("\r\n");
        var body = Array.IndexOf(lines, "");

        return wire.All(c => c is < '\x80' and not '\0')
            && lines.All(line => line.Length <= 998 && !line.Contains('\n', StringComparison.Ordinal) && !line.Contains('\r', StringComparison.Ordinal))
            && lines.Skip(body).All(line => line.Length <= 78);
    }

    [Property(MaxTest = 100)]
    public bool Compose_Again_GivesTheSameBytes(string? subject, string? text, string? html)
    {
        var message = MessageFixture.Message() with
        {
            Subject = subject ?? "",
            Text = text ?? "",
            Html = html,
            Attachments = [new("a.txt", "text/plain", Encoding.UTF8.GetBytes(text ?? ""))],
        };

        return MessageFixture.Bytes(message).SequenceEqual(MessageFixture.Bytes(message with { }));
    }

    [Fact]
    public void Compose_LongSubjectWithoutSpaces_StaysUnderTheLimit()
    {
        var subject = new string('a', 3000);
        var message = MessageFixture.Message() with { Subject = subject };

        Assert.All(MessageFixture.Wire(message).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.Equal(subject, MessageFixture.Received(message).Subject);
    }
}
