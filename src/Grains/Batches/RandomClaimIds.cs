using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EmailCampaign.Batches;

/// <summary>Identities from the operating system's random numbers.</summary>
internal sealed class RandomClaimIds : IClaimIds
{
    public Guid NextWriterId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return new Guid(bytes);
    }

    public long NextClaimId()
    {
        Span<byte> bytes = stackalloc byte[8];
        long id;
        do
        {
            RandomNumberGenerator.Fill(bytes);
            id = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        }
        while (id == 0);

        return id;
    }

    public double NextRoll() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
}
