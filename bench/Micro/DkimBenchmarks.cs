using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Micro;

/// <summary>Composing and signing a small mail.</summary>
public class DkimBenchmarks : IDisposable
{
    private readonly OutgoingMessage _message = Samples.Message(Samples.Text(), 12_345);
    private readonly DkimSigning _rsa = Signing(static options => (options.Selector, options.PrivateKey) = ("r1", RsaKey()));
    private readonly DkimSigning _ed25519 = Signing(static options => (options.Ed25519Selector, options.Ed25519PrivateKey) = ("e1", Ed25519Key()));

    /// <summary>2,048 bits.</summary>
    [Benchmark]
    public object Rsa() => Sign(_rsa);

    [Benchmark]
    public object Ed25519() => Sign(_ed25519);

    public void Dispose()
    {
        _rsa.Dispose();
        _ed25519.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Sign(DkimSigning signing)
    {
        using var mime = MimeComposer.Compose(_message);
        signing.Sign(mime, MimeComposer.Wire);
        return mime.Headers.Count;
    }

    private static DkimSigning Signing(Action<DkimOptions> set)
    {
        var options = new DkimOptions { Domain = "sender.test" };
        set(options);
        return DkimSetup.Read(options, static name => name, TimeProvider.System).Signing!;
    }

    private static string RsaKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportPkcs8PrivateKeyPem();
    }

    // RFC 8410, section 7: a fixed head and 32 octets.
    private static string Ed25519Key()
        => PemEncoding.WriteString("PRIVATE KEY", [.. Convert.FromHexString("302E020100300506032B657004220420"), .. RandomNumberGenerator.GetBytes(32)]);
}
