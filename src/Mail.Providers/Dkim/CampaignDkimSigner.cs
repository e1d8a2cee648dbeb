using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>One key of an account: MimeKit's signer with our clock and, for RSA, the platform's cryptography. Used by many senders at once.</summary>
internal sealed class CampaignDkimSigner : DkimSigner
{
    private readonly RsaKeyPool? _rsa;
    private readonly TimeProvider _clock;

    /// <param name="rsa">What signs in place of the key, when the key is an RSA one.</param>
    public CampaignDkimSigner(AsymmetricKeyParameter key, RsaKeyPool? rsa, string domain, string selector, TimeProvider clock)
        : base(key, domain, selector, rsa is null ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256)
    {
        (_rsa, _clock) = (rsa, clock);

        // Relays fold headers anew and drop blanks at the ends of lines: a simple signature would not survive them.
        HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
        BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
    }

    protected override ISigner CreateSigningContext() => _rsa is null ? base.CreateSigningContext() : new PooledRsaSigner(_rsa);

    protected override long GetTimestamp() => _clock.GetUtcNow().ToUnixTimeSeconds();
}
