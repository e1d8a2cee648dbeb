using System.Text.Unicode;

namespace EmailCampaign.Mail.Csv;

/// <summary>
/// Cuts a CSV file that arrives in pieces into rows. The pieces may be cut anywhere, and reading may start at any
/// <see cref="CsvRow.Next"/>: the rows are the same. Memory is bounded by the longest row allowed and the largest piece.
/// </summary>
/// <param name="delimiter">An ASCII character; see <see cref="CsvDialect.Delimiter"/>.</param>
/// <param name="start">Where the first byte pushed lies in the file.</param>
/// <param name="maxRowBytes">A row of more bytes (without its line break) comes out as <see cref="CsvRowFault.TooLong"/>.</param>
/// <remarks>
/// Empty lines are counted but are no rows. A header and a <c>sep=</c> line are rows like any other
/// (<see cref="CsvHeader.SkipRows"/>).
/// </remarks>
public sealed class CsvRowReader(char delimiter, CsvPosition start, int maxRowBytes = 65536)
{
    /// <summary>The most bytes of a row that <see cref="CsvRow.Raw"/> keeps.</summary>
    public const int MaxRawBytes = 4096;

    // The byte before the content is always a line break, so that every block handed to the parser starts with an empty line:
    // a row that starts with the bytes of a byte order mark must not be taken for the start of a file.
    private const int ContentStart = 1;

    private readonly CsvFieldSplitter _splitter = new(delimiter);
    private readonly List<CsvRecordSpan> _found = [];
    private CsvRecordScanner _scanner = new(checked((byte)delimiter), start.Line);
    private byte[] _buffer = [(byte)'\n'];
    private int _length = ContentStart;
    private int _scanned = ContentStart;
    private int _rowStart = ContentStart;
    private int _rowLine = start.Line;
    private long _bufferOffset = start.Offset - ContentStart;

    // Of a row that is too long only the head is kept, and the number of bytes already let go.
    private byte[]? _head;
    private long _letGo;
    private bool _finished;

    /// <summary>
    /// Set when the file ended inside quotes: the line where that quote opened. The row it belongs to, which runs to the end of
    /// the file, is not returned.
    /// </summary>
    public int? UnclosedQuoteLine { get; private set; }

    /// <summary>Takes the next piece of the file.</summary>
    /// <param name="chunk">May be empty.</param>
    /// <param name="last">Whether the file ends here. Nothing can be pushed afterwards.</param>
    /// <returns>The rows completed by it, in order.</returns>
    /// <exception cref="InvalidOperationException">The last piece was already pushed.</exception>
    public IReadOnlyList<CsvRow> Push(ReadOnlySpan<byte> chunk, bool last)
    {
        if (_finished)
        {
            throw new InvalidOperationException("The last piece was already pushed.");
        }

        _finished = last;
        Append(chunk);
        FindRows(last);
        var rows = TakeRows();
        Compact();
        return rows;
    }

    private void FindRows(bool last)
    {
        var data = _buffer.AsSpan(0, _length);
        while (_scanner.TryFindEnd(data, last, ref _scanned, out var end))
        {
            EndRow(end);
        }

        if (!last || (_rowStart == _length && _letGo == 0))
        {
            return;
        }

        if (_scanner.InQuotes)
        {
            UnclosedQuoteLine = _scanner.QuoteLine;
        }
        else
        {
            EndRow(_length);
        }
    }

    private void EndRow(int end)
    {
        var length = _letGo + end - _rowStart;
        if (length > 0)
        {
            var next = new CsvPosition(_bufferOffset + _scanned, _scanner.Line);
            _found.Add(new(_rowStart, end, _rowLine, next, _head, length > maxRowBytes));
        }

        _rowStart = _scanned;
        _rowLine = _scanner.Line;
        _head = null;
        _letGo = 0;
    }

    private CsvRow[] TakeRows()
    {
        if (_found.Count == 0)
        {
            return [];
        }

        // A row whose head was let go is not in the buffer; what is left of it is left out of the block.
        var blockStart = _found[0].Head is null ? _found[0].Start - 1 : _found[0].End;
        var block = _buffer.AsMemory(blockStart, _rowStart - blockStart);
        var decodable = Utf8.IsValid(block.Span);

        var rows = new CsvRow[_found.Count];
        using var fields = _splitter.Split(block);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = _found[i];
            var bytes = _buffer.AsSpan(row.Start, row.End - row.Start);
            var fault = row.TooLong ? CsvRowFault.TooLong
                : decodable || Utf8.IsValid(bytes) ? CsvRowFault.None
                : CsvRowFault.Undecodable;
            var values = row.Head is null ? fields.Read(row.Start - blockStart, fault == CsvRowFault.None) : [];
            var raw = row.Head ?? bytes[..Math.Min(bytes.Length, MaxRawBytes)].ToArray();
            rows[i] = new(row.Line, row.Next, values, raw, fault);
        }

        _found.Clear();
        return rows;
    }

    private void Append(ReadOnlySpan<byte> chunk)
    {
        if (_buffer.Length - _length < chunk.Length)
        {
            Array.Resize(ref _buffer, Math.Max(checked(_length + chunk.Length), Math.Min(_buffer.Length * 2, 2 * maxRowBytes)));
        }

        chunk.CopyTo(_buffer.AsSpan(_length));
        _length += chunk.Length;
    }

    // Keeps the row that is not complete yet, or only the byte the scanner could not decide on when the row is too long.
    private void Compact()
    {
        var scannedOfRow = _scanned - _rowStart;
        if (_letGo + scannedOfRow > Math.Max(maxRowBytes, MaxRawBytes))
        {
            _head ??= _buffer.AsSpan(_rowStart, Math.Min(scannedOfRow, MaxRawBytes)).ToArray();
            _letGo += scannedOfRow;
            _rowStart = _scanned;
        }

        var dropped = _rowStart - ContentStart;
        if (dropped == 0)
        {
            return;
        }

        _buffer.AsSpan(_rowStart, _length - _rowStart).CopyTo(_buffer.AsSpan(ContentStart));
        _length -= dropped;
        _scanned -= dropped;
        _rowStart = ContentStart;
        _bufferOffset += dropped;
    }
}
