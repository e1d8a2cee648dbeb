using System.Buffers.Binary;
using System.Text;

namespace EmailCampaign.Batches;

/// <summary>Writes what <see cref="BinaryReader"/> reads, into a buffer that grows and is used again.</summary>
internal struct LedgerWriter(byte[] buffer)
{
    private const int LongestNumber = 10;

    private byte[] _buffer = buffer;
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
    public void Write(string text)
    {
        var octets = Encoding.UTF8.GetByteCount(text);
        WriteNumber(octets);
        Encoding.UTF8.GetBytes(text, Room(octets));
        _length += octets;
    }

    public readonly byte[] ToArray() => _buffer.AsSpan(0, _length).ToArray();

    private Span<byte> Room(int octets)
    {
        if (_buffer.Length - _length < octets)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + octets));
        }

        return _buffer.AsSpan(_length);
    }
}
