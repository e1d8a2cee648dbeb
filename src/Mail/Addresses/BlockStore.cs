namespace EmailCampaign.Mail.Addresses;

/// <summary>
/// Words in blocks of 512 bytes, which are taken one at a time and given back: what the tables of an <see cref="AddressIndex"/> outgrow is used again, and nothing is left to the collector while the index grows.
/// </summary>
internal sealed class BlockStore
{
    /// <summary>Words in a block.</summary>
    public const int BlockSize = 128;

    private const int ChunkBlocks = 256; // 128 KiB: in the large object heap, where the collector moves nothing

    private readonly List<uint[]> _chunks = [];
    private readonly Stack<int> _free = new();
    private int _blocks;

    /// <returns>The number of a block that nobody else has, all zeros.</returns>
    public int Take()
    {
        if (_free.TryPop(out var free))
        {
            this[free].Clear();
            return free;
        }

        if (_blocks % ChunkBlocks == 0)
        {
            _chunks.Add(new uint[ChunkBlocks * BlockSize]);
        }

        return _blocks++;
    }

    /// <summary>Gives blocks back; nobody may use them any more.</summary>
    public void Return(ReadOnlySpan<int> blocks)
    {
        foreach (var block in blocks)
        {
            _free.Push(block);
        }
    }

    /// <param name="block">The number of a block that was taken.</param>
    public Span<uint> this[int block] => _chunks[block / ChunkBlocks].AsSpan(block % ChunkBlocks * BlockSize, BlockSize);
}
