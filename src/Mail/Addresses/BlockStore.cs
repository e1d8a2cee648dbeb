using System.IO.MemoryMappedFiles;

namespace EmailCampaign.Mail.Addresses;

/// <summary>
/// Words in blocks of 512 bytes, which are taken one at a time and given back: what the tables of an <see cref="AddressIndex"/> outgrow is used again. They lie outside the
/// collector's heap, where tens of megabytes would stay long after the file has been read, and make it collect later.
/// </summary>
internal sealed class BlockStore : IDisposable
{
    /// <summary>Words in a block.</summary>
    public const int BlockSize = 128;

    private const int ChunkBlocks = 2048; // 1 MiB, of which only what is used takes memory

    private readonly List<Chunk> _chunks = [];
    private readonly Stack<int> _free = new();
    private int _blocks;

    /// <summary>How much memory the blocks take that are or were in use, bytes.</summary>
    public long Size => (long)_blocks * BlockSize * sizeof(uint);

    /// <returns>The number of a block that nobody else has, all zeros.</returns>
    public int Take()
    {
        if (_free.TryPop(out var free))
        {
            this[free].Clear();
            return free;
        }

        if (_blocks == _chunks.Count * ChunkBlocks)
        {
            _chunks.Add(new Chunk());
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

    /// <summary>The words of a block that was taken, for as long as the store is held and not disposed of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such block.</exception>
    public Span<uint> this[int block] => _chunks[block / ChunkBlocks].Words.Slice(block % ChunkBlocks * BlockSize, BlockSize);

    /// <summary>Gives the memory back to the system at once; without it the collector does so, some time.</summary>
    public void Dispose()
    {
        _chunks.ForEach(static chunk => chunk.Dispose());
        _chunks.Clear();
        _free.Clear();
        _blocks = 0;
    }

    // Mapped, not allocated: the C library keeps what is freed when something else was allocated behind it.
    private sealed class Chunk : IDisposable
    {
        private const int Size = ChunkBlocks * BlockSize;

        private readonly MemoryMappedViewAccessor _view;

        public Chunk()
        {
            using var memory = MemoryMappedFile.CreateNew(mapName: null, Size * sizeof(uint));
            _view = memory.CreateViewAccessor();
        }

        public unsafe Span<uint> Words => new((void*)_view.SafeMemoryMappedViewHandle.DangerousGetHandle(), Size);

        public void Dispose() => _view.Dispose();
    }
}
