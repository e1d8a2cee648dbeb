using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EmailCampaign.Batches;

/// <summary>Writes what <see cref="BinaryReader"/> reads, into a pooled buffer that grows. To be disposed; not to be copied.</summary>
internal struct LedgerWriter(int capacity) : IDisposable
{
    private const int LongestNumber = 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    private int _length;

    public void Write(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);
        _length += sizeof(long);
    }

    public void Write(Guid value)
    {
        value.TryWriteBytes(Room(16));
        _length += 16;
    }

    /// <summary>Seven bits an octet, the lowest first, the eighth set while more follow.</summary>
    public void WriteNumber(long value)
    {
        var room = Room(LongestNumber);
        var rest = (ulong)value;
        var used = 0;
        for (; rest > 0x7F; rest >>= 7)
        {
            room[used++] = (byte)(rest | 0x80);
        }

        room[used++] = (byte)rest;
        _length += used;
    }

    /// <summary>UTF-8 behind its length.</summary>
    /// <param name="lengthMore">What is added to the length.</param>
    public void Write(string text, int lengthMore = 0)
    {
        var octets = Encoding.UTF8.GetByteCount(text);
        WriteNumber(octets + lengthMore);
        Encoding.UTF8.GetBytes(text, Room(octets));
        _length += octets;
    }

    public readonly byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private Span<byte> Room(int octets)
    {
        if (_buffer.Length - _length < octets)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + octets));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        return _buffer.AsSpan(_length);
    }
}
