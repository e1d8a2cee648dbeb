using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace EmailCampaign.Mail.Providers.Tests.Dkim;

/// <summary>What a verifier finds in the DNS: the RSA key at <c>s1</c>, the Ed25519 key at <c>e1</c>.</summary>
internal sealed class PublishedKeys(string domain) : IDkimPublicKeyLocator
{
    public AsymmetricKeyParameter LocatePublicKey(string methods, string domainName, string selector, CancellationToken cancellationToken = default)
    {
        Assert.Equal(domain, domainName);
        return selector switch
        {
            "s1" => PublicKeyFactory.CreateKey(TestKeys.Rsa.ExportSubjectPublicKeyInfo()),
            "e1" => TestKeys.Ed25519.GeneratePublicKey(),
            _ => throw new InvalidOperationException($"Nobody published a key '{selector}'."),
        };
    }

    public Task<AsymmetricKeyParameter> LocatePublicKeyAsync(string methods, string domainName, string selector, CancellationToken cancellationToken = default)
        => Task.FromResult(LocatePublicKey(methods, domainName, selector, cancellationToken));
}
