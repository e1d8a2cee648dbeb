using System.Buffers.Binary;
using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Tests.Addresses;

public sealed class AddressIndexTests
{
    [Fact]
    public void Add_SameRecipientAgain_GivesTheFirstLine()
    {
        using var index = new AddressIndex();

        Assert.Null(Add(index, "a@x.co", 2));
        Assert.Null(Add(index, "b@x.co", 3));
        Assert.Equal(2, Add(index, "A@X.CO", 4));
        Assert.Equal(2, Add(index, "a@x.co", 5));
        Assert.Equal(2, index.Count);
    }

    [Fact]
    public void Add_ManyAddresses_RemembersEachLine()
    {
        using var index = new AddressIndex();
        for (var line = 1; line <= 100_000; line++)
        {
            Assert.Null(index.Add(Scattered(line), line));
        }

        for (var line = 1; line <= 100_000; line++)
        {
            Assert.Equal(line, index.Add(Scattered(line), 1_000_000));
        }

        Assert.Equal(100_000, index.Count);
    }

    [Fact]
    public void Add_FingerprintsThatDifferInOneByte_AreDifferent()
    {
        using var index = new AddressIndex();
        Assert.Null(index.Add(new byte[AddressIndex.FingerprintSize], 1));
        for (var i = 0; i < AddressIndex.FingerprintSize; i++)
        {
            var other = new byte[AddressIndex.FingerprintSize];
            other[i] = 1;
            Assert.Null(index.Add(other, i + 2));
        }
    }

    [Fact]
    public void Add_BadArguments_Throws()
    {
        using var index = new AddressIndex();
        Assert.Throws<ArgumentException>(() => index.Add(new byte[11], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Add(new byte[12], 0));
    }

    [Fact]
    public void Dispose_Repeated_FreesAndEndsIt()
    {
        var index = new AddressIndex();
        Assert.Null(Add(index, "a@x.co", 2));
        Assert.True(index.Size > 0);

        index.Dispose();
        index.Dispose();

        Assert.Equal(0, index.Size);
        Assert.Throws<ObjectDisposedException>(() => Add(index, "a@x.co", 3));
    }

    [Fact]
    public void Fingerprint_OfAnAddress_IsStable()
    {
        // Stored with the campaign: it must never change.
        var fingerprint = new byte[AddressIndex.FingerprintSize];
        AddressIndex.Fingerprint("Ann@Example.com", fingerprint);

        Assert.Equal("71D4F55F72FA128DFB468A1A", Convert.ToHexString(fingerprint));
    }

    private static int? Add(AddressIndex index, string address, int line)
    {
        Span<byte> fingerprint = stackalloc byte[AddressIndex.FingerprintSize];
        AddressIndex.Fingerprint(address, fingerprint);
        return index.Add(fingerprint, line);
    }

    // As evenly spread as a hash, and cheap: multiplication by an odd number is one to one.
    internal static byte[] Scattered(int number)
    {
        var fingerprint = new byte[AddressIndex.FingerprintSize];
        var mixed = (ulong)number * 0x9E3779B97F4A7C15;
        BinaryPrimitives.WriteUInt64LittleEndian(fingerprint, mixed ^ (mixed >> 29));
        BinaryPrimitives.WriteInt32LittleEndian(fingerprint.AsSpan(8), number);
        return fingerprint;
    }
}
