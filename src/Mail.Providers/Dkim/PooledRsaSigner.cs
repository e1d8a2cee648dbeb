using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>One signature under way, in the form that MimeKit asks for. The platform's RSA is many times faster than BouncyCastle's.</summary>
internal sealed class PooledRsaSigner(RsaKeyPool keys) : ISigner
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string AlgorithmName => "SHA-256withRSA";

    public void Init(bool forSigning, ICipherParameters parameters)
    {
    }

    public void Update(byte input) => _hash.AppendData([input]);

    public void BlockUpdate(byte[] input, int inOff, int inLen) => _hash.AppendData(input, inOff, inLen);

    public void BlockUpdate(ReadOnlySpan<byte> input) => _hash.AppendData(input);

    public int GetMaxSignatureSize() => keys.SignatureSize;

    public byte[] GenerateSignature()
    {
        var hash = _hash.GetHashAndReset();
        _hash.Dispose(); // MimeKit takes a new signer for each signature, and disposes none
        return keys.Sign(hash);
    }

    // The interface is of signers that can verify too; MimeKit only signs with what a signing context returns.
    public bool VerifySignature(byte[] signature) => throw new NotSupportedException();

    public void Reset() => _hash.GetHashAndReset();
}
