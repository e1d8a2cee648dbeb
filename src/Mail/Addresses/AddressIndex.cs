using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EmailCampaign.Mail.Addresses;

/// <summary>
/// Which addresses a file has had so far, and on which line each was first seen. It keeps fingerprints instead of addresses: 21 to 24 bytes
/// a row, so ten million rows take less than 250 MB, outside the collector's heap until it is disposed of.
/// </summary>
/// <remarks>
/// Two different addresses share a 96-bit fingerprint with a chance of 1 in 10^15 in a file of ten million rows. Not safe for
/// concurrent use. What is not disposed of, the collector frees some time.
/// </remarks>
public sealed class AddressIndex : IDisposable
{
    /// <summary>Octets of a fingerprint.</summary>
    public const int FingerprintSize = 12;

    // Many small tables instead of a big one: only one of them is held twice while it grows, and none takes long to do so.
    private readonly FingerprintTable[] _shards = new FingerprintTable[256];
    private readonly BlockStore _store = new();
    private bool _isDisposed;

    /// <summary>How many different addresses were added.</summary>
    public int Count { get; private set; }

    /// <summary>How much memory it takes outside the collector's heap, bytes.</summary>
    internal long Size => _store.Size;

    /// <summary>Writes the fingerprint of an address: SHA-256 of <see cref="AddressRules.Key"/>, cut to <see cref="FingerprintSize"/> octets.</summary>
    /// <param name="address">Any address; its fingerprint is that of its key.</param>
    /// <param name="destination">At least <see cref="FingerprintSize"/> octets.</param>
    public static void Fingerprint(string address, Span<byte> destination)
    {
        var key = AddressRules.Key(address);
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        Span<byte> utf8 = size <= 1024 ? stackalloc byte[1024] : new byte[size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(key, utf8)], hash);
        hash[..FingerprintSize].CopyTo(destination);
    }

    /// <summary>Adds an address by its fingerprint.</summary>
    /// <param name="fingerprint">What <see cref="Fingerprint"/> wrote.</param>
    /// <param name="line">The line it stands on; 1 or more.</param>
    /// <returns><see langword="null"/> when the address is new, else the line of the earlier one, which stays.</returns>
    /// <exception cref="ObjectDisposedException">It is disposed of.</exception>
    public int? Add(ReadOnlySpan<byte> fingerprint, int line)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (fingerprint.Length != FingerprintSize)
        {
            throw new ArgumentException("A fingerprint has 12 octets.", nameof(fingerprint));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(line, 1);

        var head = BinaryPrimitives.ReadUInt64LittleEndian(fingerprint);
        var tail = BinaryPrimitives.ReadUInt32LittleEndian(fingerprint[8..]);
        var earlier = _shards[head & 255].Add(_store, head, tail, line);
        if (earlier is null)
        {
            Count++;
        }

        GC.KeepAlive(this); // nobody else may hold it, and its memory is in use until here
        return earlier;
    }

    /// <summary>Frees its memory; nothing can be added any more. Repeated, it does nothing.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _store.Dispose();
    }
}
