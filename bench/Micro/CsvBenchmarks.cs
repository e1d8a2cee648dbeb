using BenchmarkDotNet.Attributes;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Micro;

/// <summary>A contact file in pieces, as it is uploaded; figures are for one row.</summary>
public class CsvBenchmarks
{
    private const int Rows = 20_000;
    private const int Piece = 256 * 1024;

    private readonly byte[] _file = Samples.Csv(Rows);

    /// <summary>Cutting the file into rows, and judging them.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int Read()
    {
        var rows = new CsvRowReader(',', new CsvPosition(0, 1));
        var contacts = new ContactReader(Samples.Columns, emailColumn: 0);
        var accepted = 0;
        for (var start = 0; start < _file.Length; start += Piece)
        {
            foreach (var row in rows.Push(_file.AsSpan(start, Math.Min(Piece, _file.Length - start)), start + Piece >= _file.Length))
            {
                accepted += contacts.Read(row) is ContactRow.Accepted ? 1 : 0;
            }
        }

        return accepted;
    }

    /// <summary>The same, with duplicates found and batches made: an import but for its storage.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int Import()
    {
        var file = new ContactFile
        {
            Name = "contacts.csv",
            Length = _file.Length,
            Sha256 = "",
            Encoding = CsvEncodings.Utf8,
            ByteOrderMark = false,
            Delimiter = ',',
            SeparatorLine = false,
            Columns = Samples.Columns,
            EmailColumn = 0,
        };
        using var import = new ContactImport(file, new ImportCursor(), new AddressIndex(), batchSize: 500);
        var batches = 0;
        for (var start = 0; start < _file.Length; start += Piece)
        {
            batches += import.Push(_file.AsSpan(start, Math.Min(Piece, _file.Length - start)), start + Piece >= _file.Length).Batches.Count;
        }

        return batches;
    }
}
