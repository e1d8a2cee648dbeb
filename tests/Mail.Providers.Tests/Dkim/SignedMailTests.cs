using System.Globalization;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Providers.Tests.Smtp;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using MimeKit.Cryptography;

namespace EmailCampaign.Mail.Providers.Tests.Dkim;

/// <summary>Signatures over the bytes that a server got, checked by MimeKit's verifier.</summary>
public sealed class SignedMailTests
{
    private static readonly DkimOptions BothKeys = new()
    {
        Domain = "acme.test",
        Selector = "s1",
        PrivateKey = TestKeys.Rsa.ExportPkcs8PrivateKeyPem(),
        Ed25519Selector = "e1",
        Ed25519PrivateKey = TestKeys.Ed25519Pem,
    };

    private static readonly OutgoingMessage Newsletter = TestMail.To("jane@x.test", text: "Grüße\n.\nund  Punkte   \n\n\n") with
    {
        Html = "<p>Grüße " + new string('x', 3000) + "</p>",
        ReplyTo = new Mailbox("Hilfe, schnell", "help@acme.test"),
        Subject = "Frühling: alles neu, und ein Betreff, der so lang ist, dass er über mehr als eine Zeile gefaltet werden muss",
        Headers =
        [
            new("List-Unsubscribe", "<https://u.acme.test/u/0123456789>, <mailto:unsubscribe@acme.test>"),
            new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            new("List-Id", "Acme News <news.acme.test>"),
            new("Feedback-ID", "spring:news:bulk:acme1"),
            new("X-Campaign", "spring"),
        ],
    };

    [Fact]
    public async Task Send_BothKeys_SignsTwiceAndBothVerify()
    {
        var mime = await SentAsync(Newsletter, BothKeys);

        var signatures = Signatures(mime);
        Assert.Equal(["ed25519-sha256", "rsa-sha256"], signatures.Select(static signature => Tag(signature, "a")).Order());
        Assert.All(signatures, signature => Assert.True(Verify(mime, signature), signature.Value));
        Assert.All(signatures, signature => Assert.Equal(("acme.test", "relaxed/relaxed"), (Tag(signature, "d"), Tag(signature, "c"))));
    }

    [Theory]
    [InlineData(true, "rsa-sha256")]
    [InlineData(false, "ed25519-sha256")]
    public async Task Send_OneKey_SignsOnceWithIt(bool rsa, string expected)
    {
        var options = rsa
            ? new DkimOptions { Domain = "acme.test", Selector = "s1", PrivateKey = TestKeys.Rsa.ExportRSAPrivateKeyPem().ReplaceLineEndings("\\n") }
            : new DkimOptions { Domain = "ACME.test.", Ed25519Selector = "e1", Ed25519PrivateKey = TestKeys.Ed25519Pem };

        var mime = await SentAsync(Newsletter, options);

        var signature = Assert.Single(Signatures(mime));
        Assert.Equal(expected, Tag(signature, "a"));
        Assert.True(Verify(mime, signature));
    }

    [Fact]
    public async Task Send_Newsletter_CoversWhatReceiversAskForAndFromTwice()
    {
        var mime = await SentAsync(Newsletter, BothKeys);

        Assert.All(Signatures(mime), static signature => Assert.Equal(
            [
                "content-type", "date", "feedback-id", "from", "from", "list-id", "list-unsubscribe", "list-unsubscribe-post", "message-id",
                "mime-version", "reply-to", "subject", "to",
            ],
            Tag(signature, "h").Split(':').Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Send_PlainMail_CoversOnlyWhatIsThere()
    {
        var mime = await SentAsync(TestMail.To("jane@x.test"), BothKeys);

        Assert.All(Signatures(mime), static signature => Assert.Equal(
            ["content-type", "date", "from", "from", "message-id", "mime-version", "subject", "to"],
            Tag(signature, "h").Split(':').Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("From", "Mallory <mallory@evil.test>")]
    [InlineData("Subject", "Another")]
    [InlineData("List-Unsubscribe", "<https://evil.test>")]
    [InlineData("List-Unsubscribe-Post", "no")]
    public async Task Verify_HeaderChangedOnTheWay_Fails(string header, string value)
    {
        var mime = await SentAsync(Newsletter, BothKeys);

        mime.Headers[header] = value;

        Assert.All(Signatures(mime), signature => Assert.False(Verify(mime, signature)));
    }

    [Fact]
    public async Task Verify_SecondFromPutAboveTheFirst_Fails()
    {
        var mime = await SentAsync(Newsletter, BothKeys);

        mime.Headers.Insert(0, new Header("From", "Mallory <mallory@evil.test>"));

        Assert.All(Signatures(mime), signature => Assert.False(Verify(mime, signature)));
    }

    [Theory]
    [InlineData("用户@xn--fsq.test")]
    [InlineData("jane@xn--bcher-kva.example")]
    public async Task Send_AddressBeyondAscii_SignsTheBytesOfTheWire(string address)
    {
        var mime = await SentAsync(Newsletter with { To = address }, BothKeys, SmtpScript.AcceptAll with { SmtpUtf8 = true });

        // The mail was parsed from its bytes, so that the verifier sees what a receiver sees.
        Assert.All(Signatures(mime), signature => Assert.True(Verify(mime, signature)));
    }

    [Fact]
    public async Task Send_ManyAtOnce_EverySignatureVerifies()
    {
        await using var rig = SmtpRig.Start(configure: options => options.Dkim = BothKeys, keepContent: true);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.SendAsync([.. TestMail.Slice(15)])));

        Assert.Equal(120, rig.Server.AcceptedCount);
        foreach (var delivery in rig.Server.Deliveries)
        {
            using var mime = await MimeMessage.LoadAsync(new MemoryStream(delivery.Content.ToArray()), TestContext.Current.CancellationToken);
            Assert.All(Signatures(mime), signature => Assert.True(Verify(mime, signature)));
        }
    }

    [Fact]
    public async Task Send_Signature_IsDatedByTheClock()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero));

        var mime = await SentAsync(Newsletter, BothKeys, clock: clock);

        Assert.All(Signatures(mime), signature => Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), Tag(signature, "t")));
    }

    [Fact]
    public async Task Send_WithoutKeys_SignsNothing() => Assert.Empty(Signatures(await SentAsync(Newsletter, new DkimOptions())));

    private static async Task<MimeMessage> SentAsync(OutgoingMessage message, DkimOptions dkim, SmtpScript? script = null, TimeProvider? clock = null)
    {
        await using var rig = SmtpRig.Start(script, options => options.Dkim = dkim, clock, keepContent: true);
        Assert.Equal(["Accepted"], await rig.SendAsync(message));
        return await MimeMessage.LoadAsync(new MemoryStream(rig.Server.Deliveries.Single().Content.ToArray()), TestContext.Current.CancellationToken);
    }

    private static List<Header> Signatures(MimeMessage mime) => [.. mime.Headers.Where(static header => header.Id == HeaderId.DkimSignature)];

    private static bool Verify(MimeMessage mime, Header signature) => new DkimVerifier(new PublishedKeys("acme.test")).Verify(mime, signature, CancellationToken.None);

    private static string Tag(Header signature, string name)
        => signature.Value.Split(';').Select(static tag => string.Concat(tag.Where(static c => !char.IsWhiteSpace(c)))).First(tag => tag.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
