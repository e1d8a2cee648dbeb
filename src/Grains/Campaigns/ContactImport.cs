using EmailCampaign.Batches;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Csv;
using EmailCampaign.Rejects;

namespace EmailCampaign.Campaigns;

/// <summary>
/// Splits the contact file into batches and rejected rows. The same bytes from the same cursor give the same batches, however they
/// are cut into chunks: that is what lets an interrupted import go on.
/// </summary>
internal sealed class ContactImport : IDisposable
{
    /// <summary>Past this many rows that are not accepted the import stops: the file is not what it was taken for.</summary>
    public const int MostRejects = 100_000;

    /// <summary>A batch closes at this many bytes of contacts.</summary>
    public const int MostBatchBytes = 4 * 1024 * 1024;

    private readonly CsvRowReader _rows;
    private readonly ContactReader _contacts;
    private readonly AddressIndex _seen;
    private readonly int _batchSize;
    private int _headerRows;
    private List<BatchRecipient> _open = [];
    private int _openBytes;
    private CsvPosition _position;
    private int _batches;
    private int _accepted;
    private int _rejected;
    private int _duplicates;

    /// <param name="contacts">The file, as the first pass found it.</param>
    /// <param name="start">Where to go on.</param>
    /// <param name="seen">The addresses before the cursor; grows with the import, and is disposed of with it.</param>
    /// <param name="batchSize">Rows at which a batch closes.</param>
    public ContactImport(ContactFile contacts, ImportCursor start, AddressIndex seen, int batchSize)
    {
        _position = new CsvPosition(start.Offset, start.Line);
        _rows = new CsvRowReader(contacts.Delimiter, _position);
        _contacts = new ContactReader(contacts.Columns, contacts.EmailColumn);
        _seen = seen;
        _batchSize = batchSize;
        _headerRows = start.Offset > 0 ? 0 : contacts.SeparatorLine ? 2 : 1;
        NextOffset = start.Offset;
        _batches = start.Batches;
        _accepted = start.Rows.Accepted;
        _rejected = start.Rows.Rejected;
        _duplicates = start.Rows.Duplicates;
    }

    /// <summary>Offset of the byte that the next chunk must start with.</summary>
    public long NextOffset { get; private set; }

    /// <summary>All rows that were read, those of the open batch included.</summary>
    public RowCounts Rows => new() { Accepted = _accepted, Rejected = _rejected, Duplicates = _duplicates };

    public ImportStep Push(ReadOnlySpan<byte> chunk, bool last)
    {
        NextOffset += chunk.Length;
        var batches = new List<ImportedBatch>();
        var rejects = new List<RejectedRow>();
        var firstReject = _rejected + _duplicates;
        foreach (var row in _rows.Push(chunk, last))
        {
            _position = row.Next;
            if (_headerRows > 0)
            {
                _headerRows--;
                continue;
            }

            Take(_contacts.Read(row), row, rejects);
            if (_open.Count == _batchSize || _openBytes >= MostBatchBytes)
            {
                batches.Add(Close());
            }

            if (_rejected + _duplicates > MostRejects)
            {
                return new ImportStep(batches, firstReject, rejects, Cursor(batches),
                    $"More than {MostRejects:N0} rows were not accepted; see `rejects`. The import stopped at line {row.Line}: is this the right file, delimiter and e-mail column?");
            }
        }

        if (last && _rows.UnclosedQuoteLine is { } line)
        {
            return new ImportStep(batches, firstReject, rejects, Cursor(batches),
                $"A quote that opens in line {line} never closes, so everything after it would be one field. Nothing was sent; mend the file and launch it again.");
        }

        if (last && _open.Count > 0)
        {
            batches.Add(Close());
        }

        return new ImportStep(batches, firstReject, rejects, Cursor(batches), Problem: null);
    }

    public void Dispose() => _seen.Dispose();

    private void Take(ContactRow contact, CsvRow row, List<RejectedRow> rejects)
    {
        switch (contact)
        {
            case ContactRow.Accepted accepted:
                Span<byte> fingerprint = stackalloc byte[AddressIndex.FingerprintSize];
                AddressIndex.Fingerprint(accepted.Address, fingerprint);
                if (_seen.Add(fingerprint, accepted.Line) is { } earlier)
                {
                    _duplicates++;
                    rejects.Add(new RejectedRow(accepted.Line, RowRejection.Duplicate, $"{accepted.Address} is in line {earlier} already", row.Raw));
                }
                else
                {
                    _accepted++;
                    _open.Add(new BatchRecipient(accepted.Line, accepted.Address, accepted.Values));
                    _openBytes += accepted.Values.Sum(static value => value.Length) + accepted.Address.Length;
                }

                break;

            case ContactRow.Rejected rejected:
                _rejected++;
                rejects.Add(new RejectedRow(rejected.Line, (RowRejection)rejected.Problem, rejected.Detail, rejected.Raw));
                break;
        }
    }

    private ImportedBatch Close()
    {
        var content = new BatchContent(_open);
        _open = [];
        _openBytes = 0;
        _batches++;
        return new ImportedBatch(_batches - 1, content, Here());
    }

    private ImportCursor Here() => new() { Offset = _position.Offset, Line = _position.Line, Rows = Rows, Batches = _batches };

    // The cursor stands at the end of a batch, or of the rejects behind it: the rows of an open batch are read again after a loss.
    private ImportCursor? Cursor(List<ImportedBatch> batches) => _open.Count == 0 && _headerRows == 0 ? Here()
        : batches.Count > 0 ? batches[^1].CursorAfter
        : null;
}
