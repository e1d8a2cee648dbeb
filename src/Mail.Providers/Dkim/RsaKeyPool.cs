using System.Collections.Concurrent;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>Copies of one RSA key, as many as sign at the same moment: an <see cref="RSA"/> serves one thread at a time.</summary>
internal sealed class RsaKeyPool(RSAParameters key) : IDisposable
{
    private readonly ConcurrentBag<RSA> _idle = [];

    /// <summary>The key in the form that MimeKit wants to see; it signs nothing.</summary>
    public AsymmetricKeyParameter Key { get; } = DotNetUtilities.GetRsaKeyPair(key).Private;

    /// <summary>Octets of a signature.</summary>
    public int SignatureSize { get; } = key.Modulus!.Length;

    /// <summary>Signs a SHA-256 hash (PKCS#1 v1.5, as RFC 6376 section 3.3.2 asks).</summary>
    public byte[] Sign(byte[] hash)
    {
        var rsa = _idle.TryTake(out var idle) ? idle : RSA.Create(key);
        try
        {
            return rsa.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        finally
        {
            _idle.Add(rsa);
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var rsa))
        {
            rsa.Dispose();
        }
    }
}
