using System.Runtime.CompilerServices;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Client.Contacts;

/// <summary>One pass over the contacts of a file, in bounded memory. Duplicates are not judged here.</summary>
internal sealed class ContactRows(string path, ContactFile file)
{
    private const int PieceSize = 64 * 1024;

    /// <summary>Known after the pass: the line where a quote opened that never closed. What follows it was not read.</summary>
    public int? UnclosedQuoteLine { get; private set; }

    /// <summary>Whether there is a row at all, accepted or not; a quote that never closes is one.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in ReadAsync(cancellationToken))
        {
            return true;
        }

        return UnclosedQuoteLine is not null;
    }

    public async IAsyncEnumerable<ContactRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rows = new CsvRowReader(file.Delimiter, CsvPosition.Start);
        var contacts = new ContactReader(file.Columns, file.EmailColumn);
        var skip = CsvHeader.SkipRows(file.Dialect());
        var piece = new byte[PieceSize];

        await using var text = new CsvUtf8Stream(ContactsStream.Open(path), file.Dialect());
        int read;
        do
        {
            read = await text.ReadAsync(piece, cancellationToken);
            foreach (var row in rows.Push(piece.AsSpan(0, read), last: read == 0))
            {
                if (skip > 0)
                {
                    skip--;
                    continue;
                }

                yield return contacts.Read(row);
            }
        }
        while (read > 0);

        UnclosedQuoteLine = rows.UnclosedQuoteLine;
    }
}
