using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

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

    /// <summary>The words of a block, for as long as the store is held and not disposed of.</summary>
    /// <param name="block">The number of a block that was taken.</param>
    /// <exception cref="ArgumentOutOfRangeException">It was not, or the store is disposed of.</exception>
    public Span<uint> this[int block] => _chunks[block / ChunkBlocks].Words.Slice(block % ChunkBlocks * BlockSize, BlockSize);

    /// <summary>Frees the memory at once; without it the collector does so, some time.</summary>
    public void Dispose()
    {
        _chunks.ForEach(static chunk => chunk.Dispose());
        _chunks.Clear();
        _free.Clear();
        _blocks = 0;
    }

    private sealed class Chunk : SafeHandleZeroOrMinusOneIsInvalid
    {
        private const int Size = ChunkBlocks * BlockSize;

        public unsafe Chunk()
            : base(ownsHandle: true)
            => SetHandle((nint)NativeMemory.AllocZeroed(Size, sizeof(uint)));

        public unsafe Span<uint> Words => new((void*)handle, Size);

        protected override unsafe bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
