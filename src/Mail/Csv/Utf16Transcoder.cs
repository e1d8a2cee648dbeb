using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace EmailCampaign.Mail.Csv;

/// <summary>UTF-16 of either byte order. Half a surrogate pair and a byte left over at the end are undecodable.</summary>
internal sealed class Utf16Transcoder(bool bigEndian) : Utf8Transcoder
{
    private ushort[] _units = [];

    public override int Convert(ReadOnlySpan<byte> input, bool last, Span<byte> output, out int consumed)
    {
        var units = MemoryMarshal.Cast<byte, ushort>(input);
        if (bigEndian == BitConverter.IsLittleEndian)
        {
            if (_units.Length < units.Length)
            {
                _units = new ushort[units.Length];
            }

            BinaryPrimitives.ReverseEndianness(units, _units);
            units = _units.AsSpan(0, units.Length);
        }

        var text = MemoryMarshal.Cast<ushort, char>(units);
        var written = 0;
        while (!text.IsEmpty)
        {
            var status = Utf8.FromUtf16(
                text, output[written..], out var read, out var bytes, replaceInvalidSequences: false, isFinalBlock: last);
            text = text[read..];
            written += bytes;
            if (status != OperationStatus.InvalidData)
            {
                break;
            }

            output[written++] = Undecodable;
            text = text[1..];
        }

        consumed = (units.Length - text.Length) * sizeof(char);
        if (last && consumed < input.Length)
        {
            output[written++] = Undecodable;
            consumed = input.Length;
        }

        return written;
    }
}
