using System.Buffers;
using System.Text;

namespace EmailCampaign.Mail.Csv;

/// <summary>Counts what in a file is UTF-8 beyond ASCII and what is not UTF-8 at all.</summary>
internal sealed class Utf8Tally
{
    /// <summary>Valid sequences of more than one byte.</summary>
    public long Valid { get; private set; }

    /// <summary>Sequences that are not UTF-8.</summary>
    public long Invalid { get; private set; }

    /// <summary>Counts a piece of the file.</summary>
    /// <returns>How many bytes at its end are an unfinished sequence; they must start the next piece.</returns>
    public int Add(ReadOnlySpan<byte> bytes, bool last)
    {
        while (bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is var found && found >= 0)
        {
            bytes = bytes[found..];
            switch (Rune.DecodeFromUtf8(bytes, out _, out var consumed))
            {
                case OperationStatus.Done:
                    Valid++;
                    break;
                case OperationStatus.NeedMoreData when !last:
                    return bytes.Length;
                default:
                    Invalid++;
                    break;
            }

            bytes = bytes[consumed..];
        }

        return 0;
    }
}
