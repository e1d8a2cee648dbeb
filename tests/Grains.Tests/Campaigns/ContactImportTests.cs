using System.Text;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Addresses;
using FsCheck.Xunit;

namespace EmailCampaign.Grains.Tests.Campaigns;

public sealed class ContactImportTests
{
    private const string Contacts = """
        email,name
        ann@example.com,Ann
        bob@example.com,"Bob ""the"" B"

        not an address,Nobody
        ANN@example.com,Ann again
        cid@example.com,"two
        lines"
        ragged@example.com
        dan@example.com,Dan
        eve@example.com,Eve
        bob@example.com,Bob again
        fay@example.com,Fay
        gus@example.com,Güs
        last@example.com
        """;

    private static readonly byte[] File = Encoding.UTF8.GetBytes(Contacts.ReplaceLineEndings("\r\n"));

    [Property(MaxTest = 200)]
    public bool Push_CutAnywhere_GivesTheSame(byte[] cuts)
    {
        var whole = Import(File, [], new ImportCursor());
        var pieces = Import(File, cuts, new ImportCursor());

        return whole.Batches.SequenceEqual(pieces.Batches) && whole.Rejects.SequenceEqual(pieces.Rejects) && whole.Rows == pieces.Rows;
    }

    [Property(MaxTest = 100)]
    public void Push_ResumedAtAnyCursor_GivesTheSameRest(byte[] cuts)
    {
        var whole = Import(File, cuts, new ImportCursor());

        Assert.NotEmpty(whole.Cursors);
        foreach (var cursor in whole.Cursors)
        {
            var rest = Import(File, cuts, cursor, whole.Addresses.Where(address => address.Batch < cursor.Batches));

            Assert.Equal(whole.Batches.Skip(cursor.Batches), rest.Batches);
            Assert.Equal(whole.Rejects.Skip(cursor.Rows.Rejected + cursor.Rows.Duplicates), rest.Rejects);
            Assert.Equal(whole.Rows, rest.Rows);
        }
    }

    [Fact]
    public void Push_AFile_SplitsItIntoBatchesAndNamesTheRest()
    {
        var import = Import(File, [], new ImportCursor());

        Assert.Equal(
            ["0: 2 ann@example.com, 3 bob@example.com, 7 cid@example.com", "1: 10 dan@example.com, 11 eve@example.com, 13 fay@example.com", "2: 14 gus@example.com"],
            import.Batches);
        Assert.Equal(
            ["5 BadAddress", "6 Duplicate", "9 Ragged", "12 Duplicate", "15 Ragged"], import.Rejects.Select(static reject => reject.Split(':')[0]));
        Assert.Contains("ANN@example.com is in line 2 already", import.Rejects[1], StringComparison.Ordinal);
        Assert.Equal(new RowCounts { Accepted = 7, Rejected = 3, Duplicates = 2 }, import.Rows);
        Assert.Null(import.Problem);
    }

    [Fact]
    public void Push_FiveHundredRows_CloseABatch()
    {
        var file = Encoding.UTF8.GetBytes("email,name\n" + string.Concat(Enumerable.Range(0, 1001).Select(static row => $"user{row}@example.com,x\n")));

        Assert.Equal([500, 500, 1], Sizes(file, batchSize: 500));
    }

    [Fact]
    public void Push_FourMegabytesOfContacts_CloseABatch()
    {
        var long60 = new string('x', 60_000);
        var file = Encoding.UTF8.GetBytes("email,name\n" + string.Concat(Enumerable.Range(0, 100).Select(row => $"u{row:000}@example.com,{long60}\n")));

        // 70 rows of 60,032 characters are the first to reach 4 MB.
        Assert.Equal([70, 30], Sizes(file, batchSize: 500));
    }

    [Fact]
    public void Push_AHundredThousandRejects_AreTheMost()
    {
        var most = Import(Ragged(ContactImport.MostRejects), [], new ImportCursor());
        Assert.Null(most.Problem);
        Assert.Equal(ContactImport.MostRejects, most.Rows.Rejected);

        var tooMany = Import(Ragged(ContactImport.MostRejects + 1), [], new ImportCursor());
        Assert.Contains("The import stopped at line 100002", tooMany.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Push_AQuoteThatNeverCloses_NamesItsLine()
    {
        var import = Import(Encoding.UTF8.GetBytes("email,name\nann@example.com,Ann\nbob@example.com,\"Bob\ncid@example.com,Cid\n"), [], new ImportCursor());

        Assert.Contains("A quote that opens in line 3 never closes", import.Problem, StringComparison.Ordinal);
        Assert.Empty(import.Batches);
    }

    [Fact]
    public void Push_OnlyAHeader_GivesNothing()
    {
        var import = Import("email,name"u8.ToArray(), [], new ImportCursor());

        Assert.Empty(import.Batches);
        Assert.Equal(new RowCounts(), import.Rows);
        Assert.Null(import.Problem);
    }

    private static byte[] Ragged(int rows) => Encoding.UTF8.GetBytes("email,name\n" + string.Concat(Enumerable.Repeat("x\n", rows)));

    private static List<int> Sizes(byte[] file, int batchSize)
    {
        using var import = new ContactImport(Described(), new ImportCursor(), new AddressIndex(), batchSize);
        return [.. import.Push(file, last: true).Batches.Select(static batch => batch.Content.Recipients.Count)];
    }

    private static Imported Import(
        byte[] file, byte[] cuts, ImportCursor start, IEnumerable<(int Batch, int Line, string Address)>? before = null)
    {
        var seen = new AddressIndex();
        foreach (var (_, line, address) in before ?? [])
        {
            var fingerprint = new byte[AddressIndex.FingerprintSize];
            AddressIndex.Fingerprint(address, fingerprint);
            seen.Add(fingerprint, line);
        }

        using var import = new ContactImport(Described(), start, seen, batchSize: 3);
        var result = new Imported();
        var rejects = start.Rows.Rejected + start.Rows.Duplicates;
        var next = 0;
        ImportStep? all = null;
        ImportCursor? cursor = null;
        for (var last = false; !last && result.Problem is null;)
        {
            var offset = (int)import.NextOffset;
            var length = next < cuts.Length ? Math.Min(cuts[next++] % 60, file.Length - offset) : file.Length - offset;
            last = offset + length == file.Length && next >= cuts.Length;
            var step = import.Push(file.AsSpan(offset, length), last);
            Assert.Equal(rejects, step.FirstReject);
            rejects += step.Rejects.Count;
            result.Add(step);
            all = all?.Then(step) ?? step;
            cursor = step.Cursor ?? cursor;
        }

        // One after the other they are the same as together.
        var together = new Imported();
        together.Add(all!);
        Assert.Equal(result.Batches, together.Batches);
        Assert.Equal(result.Rejects, together.Rejects);
        Assert.Equal(rejects, all!.FirstReject + all.Rejects.Count);
        Assert.Equal((cursor, result.Problem), (all.Cursor, all.Problem));
        result.Rows = import.Rows;
        return result;
    }

    private static ContactFile Described() => new()
    {
        Name = "contacts.csv",
        Length = 0,
        Sha256 = "",
        Encoding = "utf-8",
        ByteOrderMark = false,
        Delimiter = ',',
        SeparatorLine = false,
        Columns = ["email", "name"],
        EmailColumn = 0,
    };

    private sealed class Imported
    {
        public List<string> Batches { get; } = [];

        public List<string> Rejects { get; } = [];

        public List<ImportCursor> Cursors { get; } = [];

        public List<(int Batch, int Line, string Address)> Addresses { get; } = [];

        public RowCounts Rows { get; set; } = new();

        public string? Problem { get; private set; }

        public void Add(ImportStep step)
        {
            foreach (var batch in step.Batches)
            {
                Batches.Add($"{batch.Index}: {string.Join(", ", batch.Content.Recipients.Select(static recipient => $"{recipient.Line} {recipient.Address}"))}");
                Addresses.AddRange(batch.Content.Recipients.Select(recipient => (batch.Index, recipient.Line, recipient.Address)));
                Cursors.Add(batch.CursorAfter);
            }

            Rejects.AddRange(step.Rejects.Select(static reject => $"{reject.Line} {reject.Reason}: {reject.Detail} | {Encoding.UTF8.GetString(reject.Raw)}"));
            if (step.Cursor is { } cursor)
            {
                Cursors.Add(cursor);
            }

            Problem = step.Problem;
        }
    }
}
