using System.Runtime.InteropServices;

namespace EmailCampaign.Mail.Addresses;

/// <summary>
/// One shard of an <see cref="AddressIndex"/>: entries of 16 bytes in the order in which they came, and over them open addressing with linear probing in slots of 4 bytes. A slot
/// holds the number of an entry, counted from 1, and a mark of 8 bits of its fingerprint, so that few entries are looked at in vain; 0 is free. The slots are filled to 7/8 and then
/// grow by half, which keeps them between 5 and 7 bytes a row.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct FingerprintTable
{
    private const int EntrySize = 4; // words: two of the head, the tail, the line
    private const int BlockEntries = BlockStore.BlockSize / EntrySize;
    private const int NumberBits = 24; // of each of the 256 shards: twice as many as lines can be counted with an int
    private const uint NumberMask = (1U << NumberBits) - 1;

    private int[]? _slots; // blocks
    private int[]? _entries; // blocks, and places for more
    private int _count;

    /// <returns>The line of the same fingerprint, if it was added before.</returns>
    public int? Add(BlockStore store, ulong head, uint tail, int line)
    {
        _slots ??= [store.Take()];
        var length = _slots.Length * BlockStore.BlockSize;
        if (_count >= length - length / 8)
        {
            Grow(store);
            length = _slots.Length * BlockStore.BlockSize;
        }

        var mark = Mark(head);
        var at = Start(head, length);
        for (; Slot(store, at) is not 0 and var slot; at = Next(at, length))
        {
            if ((slot & ~NumberMask) == mark && Entry(store, (int)(slot & NumberMask) - 1) is var known && Head(known) == head && known[2] == tail)
            {
                return (int)known[3];
            }
        }

        var added = NewEntry(store);
        (added[0], added[1], added[2], added[3]) = ((uint)head, (uint)(head >> 32), tail, (uint)line);
        Slot(store, at) = mark | (uint)_count;
        return null;
    }

    // The low bits of the head chose the shard, those behind them are the mark, and the place in the shard comes from the high ones.
    private static uint Mark(ulong head) => (uint)(head >> 8) << NumberBits;

    private static int Start(ulong head, int length) => (int)(((head >> 32) * (ulong)length) >> 32);

    private static int Next(int at, int length) => at + 1 == length ? 0 : at + 1;

    private static ulong Head(ReadOnlySpan<uint> entry) => entry[0] | ((ulong)entry[1] << 32);

    private readonly ref uint Slot(BlockStore store, int at) => ref store[_slots![at / BlockStore.BlockSize]][at % BlockStore.BlockSize];

    private readonly Span<uint> Entry(BlockStore store, int number)
        => store[_entries![number / BlockEntries]].Slice(number % BlockEntries * EntrySize, EntrySize);

    private Span<uint> NewEntry(BlockStore store)
    {
        var (block, place) = Math.DivRem(_count, BlockEntries);
        if (place == 0)
        {
            _entries ??= new int[1];
            if (block == _entries.Length)
            {
                Array.Resize(ref _entries, block * 2);
            }

            _entries[block] = store.Take();
        }

        return Entry(store, _count++);
    }

    private void Grow(BlockStore store)
    {
        var outgrown = _slots!;
        var grown = new int[outgrown.Length + (outgrown.Length + 1) / 2];
        foreach (ref var block in grown.AsSpan())
        {
            block = store.Take();
        }

        _slots = grown;
        var length = _slots.Length * BlockStore.BlockSize;
        for (var number = 0; number < _count; number++)
        {
            var head = Head(Entry(store, number));
            var at = Start(head, length);
            while (Slot(store, at) != 0)
            {
                at = Next(at, length);
            }

            Slot(store, at) = Mark(head) | (uint)(number + 1);
        }

        store.Return(outgrown);
    }
}
