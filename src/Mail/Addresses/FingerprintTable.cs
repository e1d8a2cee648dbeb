using System.Runtime.InteropServices;

namespace EmailCampaign.Mail.Addresses;

/// <summary>
/// Open addressing with linear probing over slots of 16 bytes. A slot with line 0 is free. It is filled to 7/8 and then grows by
/// half, which keeps a row between 18 and 28 bytes.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct FingerprintTable
{
    private Slot[]? _slots;
    private int _count;

    public int? Add(ulong head, uint tail, int line)
    {
        _slots ??= new Slot[8];
        if (_count >= _slots.Length - _slots.Length / 8 - 1)
        {
            Grow();
        }

        ref var slot = ref Find(_slots, head, tail);
        if (slot.Line != 0)
        {
            return slot.Line;
        }

        slot = new(head, tail, line);
        _count++;
        return null;
    }

    private void Grow()
    {
        var grown = new Slot[_slots!.Length + (_slots.Length + 1) / 2];
        foreach (var slot in _slots)
        {
            if (slot.Line != 0)
            {
                Find(grown, slot.Head, slot.Tail) = slot;
            }
        }

        _slots = grown;
    }

    private static ref Slot Find(Slot[] slots, ulong head, uint tail)
    {
        // The low bits of the head chose the shard, so the place in it comes from the high ones.
        var at = (int)(((head >> 32) * (ulong)slots.Length) >> 32);
        while (slots[at].Line != 0 && (slots[at].Head != head || slots[at].Tail != tail))
        {
            at = at + 1 == slots.Length ? 0 : at + 1;
        }

        return ref slots[at];
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Slot(ulong Head, uint Tail, int Line);
}
