using System.Buffers;
using System.Runtime.InteropServices;

namespace EmailCampaign.Mail.Csv;

/// <summary>
/// Finds where records end, whatever the pieces the bytes arrive in. It reads quotes as CsvHelper does: one opens a field only as
/// its first byte, a doubled one inside is text, and after the closing one everything up to the delimiter is text.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct CsvRecordScanner
{
    private const byte Quote = (byte)'"';
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';

    private static readonly SearchValues<byte> Marks = SearchValues.Create("\"\r\n"u8);

    private readonly byte _delimiter;

    // The byte before the scanned place; the start of a record counts as "after a delimiter".
    private byte _previous;

    public CsvRecordScanner(byte delimiter, int line)
    {
        _delimiter = delimiter;
        _previous = delimiter;
        Line = line;
    }

    /// <summary>The physical line of the scanned place.</summary>
    public int Line { get; private set; }

    /// <summary>Whether the scanned place is inside quotes.</summary>
    public bool InQuotes { get; private set; }

    /// <summary>The line on which the latest quote opened.</summary>
    public int QuoteLine { get; private set; }

    /// <summary>Scans on to the end of the record.</summary>
    /// <param name="data">Bytes of which those before <paramref name="at"/> were scanned.</param>
    /// <param name="last">Whether nothing follows <paramref name="data"/>.</param>
    /// <param name="at">Moves on: past the line break, or as far as can be decided (one byte may stay behind).</param>
    /// <param name="end">The first byte of the line break.</param>
    /// <returns>Whether a line break ended the record.</returns>
    public bool TryFindEnd(ReadOnlySpan<byte> data, bool last, ref int at, out int end)
    {
        while (data[at..].IndexOfAny(Marks) is var found && found >= 0)
        {
            var mark = at + found;
            var previous = found > 0 ? data[mark - 1] : _previous;
            var next = mark + 1 < data.Length ? data[mark + 1] : (byte)0;
            var decided = mark + 1 < data.Length || last;
            var current = data[mark];

            if (current is Quote && !InQuotes)
            {
                if (previous == _delimiter)
                {
                    InQuotes = true;
                    QuoteLine = Line;
                }
            }
            else if (current is Lf && InQuotes)
            {
                Line += previous is Cr ? 0 : 1;
            }
            else if (current is Cr && InQuotes)
            {
                Line++;
            }
            else if (!decided && current is not Lf)
            {
                // A quote or a CR: the byte that follows says what it is.
                at = end = mark;
                return false;
            }
            else if (current is Quote)
            {
                if (next is Quote)
                {
                    mark++;
                }
                else
                {
                    InQuotes = false;
                }
            }
            else
            {
                end = mark;
                at = mark + (current is Cr && next is Lf ? 2 : 1);
                Line++;
                _previous = _delimiter;
                return true;
            }

            _previous = current;
            at = mark + 1;
        }

        if (at < data.Length)
        {
            _previous = data[^1];
            at = data.Length;
        }

        end = at;
        return false;
    }
}
