using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;

namespace EmailCampaign.Mail.Providers.Tests.Dkim;

/// <summary>Keys made for this run, in the forms in which operators have them.</summary>
internal static class TestKeys
{
    public static RSA Rsa { get; } = RSA.Create(2048);

    public static Ed25519PrivateKeyParameters Ed25519 { get; } = new(new SecureRandom());

    public static string Ed25519Pem { get; } = PemEncoding.WriteString("PRIVATE KEY", PrivateKeyInfoFactory.CreatePrivateKeyInfo(Ed25519).GetDerEncoded());

    /// <summary>What is published for the keys, as <c>selector._domainkey.domain</c> has it.</summary>
    public static string RsaRecord => "v=DKIM1; k=rsa; p=" + Convert.ToBase64String(Rsa.ExportSubjectPublicKeyInfo());

    public static string Ed25519Record => "v=DKIM1; k=ed25519; p=" + Convert.ToBase64String(Ed25519.GeneratePublicKey().GetEncoded());

    public static string RsaPem(int bits)
    {
        using var rsa = RSA.Create(bits);
        return rsa.ExportPkcs8PrivateKeyPem();
    }
}
