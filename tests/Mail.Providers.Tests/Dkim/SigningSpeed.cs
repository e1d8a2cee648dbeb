using System.Diagnostics;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Sending;
using MimeKit;
using MimeKit.Cryptography;

namespace EmailCampaign.Mail.Providers.Tests.Dkim;

/// <summary>What a signature costs; run by hand, for the figures of the providers' guide.</summary>
public sealed class SigningSpeed(ITestOutputHelper output)
{
    private const int Mails = 1000;

    private static readonly OutgoingMessage Newsletter = TestMail.To("jane@x.test", text: string.Concat(Enumerable.Repeat("A line of a newsletter.\n", 100))) with
    {
        Html = "<p>" + string.Concat(Enumerable.Repeat("A line of a newsletter. ", 300)) + "</p>",
    };

    [Theory(Explicit = true)]
    [InlineData(1)]
    [InlineData(2)]
    public void Sign_OneNewsletterManyTimes_PrintsMailsASecond(int threads)
    {
        var rsaPem = TestKeys.Rsa.ExportPkcs8PrivateKeyPem();
        using var rsa = Signing(new() { Domain = "acme.test", Selector = "s1", PrivateKey = rsaPem });
        using var ed25519 = Signing(new() { Domain = "acme.test", Ed25519Selector = "e1", Ed25519PrivateKey = TestKeys.Ed25519Pem });
        using var both = Signing(new()
        {
            Domain = "acme.test",
            Selector = "s1",
            PrivateKey = rsaPem,
            Ed25519Selector = "e1",
            Ed25519PrivateKey = TestKeys.Ed25519Pem,
        });
        var plain = new DkimSigner(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(rsaPem)), "acme.test", "s1");

        Measure("composed, not signed", threads, static _ => { });
        Measure("RSA 2048, MimeKit's own signer", threads, mime => plain.Sign(mime, [HeaderId.From, HeaderId.To, HeaderId.Subject, HeaderId.Date]));
        Measure("RSA 2048", threads, mime => rsa.Sign(mime, FormatOptions.Default));
        Measure("Ed25519", threads, mime => ed25519.Sign(mime, FormatOptions.Default));
        Measure("both", threads, mime => both.Sign(mime, FormatOptions.Default));
    }

    private static DkimSigning Signing(DkimOptions options) => DkimSetup.Read(options, static name => name, TimeProvider.System).Signing!;

    private void Measure(string what, int threads, Action<MimeMessage> sign)
    {
        Send(20);
        var started = Stopwatch.GetTimestamp();
        Send(Mails);
        output.WriteLine($"{threads} threads, {what}: {Mails / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} mails/s");

        void Send(int count) => Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ =>
        {
            using var mime = MimeComposer.Compose(Newsletter);
            sign(mime);
            mime.WriteTo(Stream.Null);
        });
    }
}
