using System.Text;
using CsvHelper;
using EmailCampaign.Mail.Csv;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Csv;

public sealed class CsvRowReaderProperties
{
    private static readonly Gen<byte[]> Texts = Gen
        .Elements("a", ",", ";", "\"", "\r", "\n", "é", "\",\"", "\r\n", "\"\"", "ab", " ")
        .ListOf()
        .Select(static pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)));

    // The same with bytes that are not UTF-8, a byte order mark and rows past a small limit.
    private static readonly Gen<byte[]> Bytes = Gen
        .Elements<byte[]>(
            [(byte)'a'], [(byte)','], [(byte)'"'], [(byte)'\r'], [(byte)'\n'], [0xFF], [0xC3, 0xA9], [0xC3], [0xEF, 0xBB, 0xBF],
            [0xFF, 0xFE], [.. Enumerable.Repeat((byte)'x', 12)], [.. Enumerable.Repeat((byte)'y', 5000)], [(byte)'"', (byte)','])
        .ListOf()
        .Resize(25)
        .Select(static pieces => pieces.SelectMany(static piece => piece).ToArray());

    [Property(MaxTest = 1500)]
    public Property Push_AnyText_AgreesWithCsvHelperOnTheWhole()
        => Prop.ForAll(Texts.ToArbitrary(), static bytes =>
        {
            var reader = new CsvRowReader(',', CsvPosition.Start);
            var ours = reader.Push(bytes, last: true)
                .Select(static row => $"{row.Line}:{string.Join('¦', row.Fields)}")
                .ToList();
            var theirs = ReadWithCsvHelper(bytes);

            // A line after the end is a row of its own exactly when no quote is open there.
            var open = !ReadWithCsvHelper([.. bytes, .. "\nEND"u8])[^1].EndsWith(":END", StringComparison.Ordinal);
            Assert.Equal(open, reader.UnclosedQuoteLine is not null);
            Assert.Equal(open ? theirs.SkipLast(1) : theirs, ours);
        });

    [Property(MaxTest = 1000)]
    public Property Push_AnySplit_GivesTheSameRows()
        => Prop.ForAll(Bytes.ToArbitrary(), Gen.Choose(1, int.MaxValue).ToArbitrary(), static (bytes, seed) =>
        {
            var random = new Random(seed);
            var whole = new CsvRowReader(',', CsvPosition.Start, maxRowBytes: 16);
            var pieces = new CsvRowReader(',', CsvPosition.Start, maxRowBytes: 16);
            var expected = whole.Push(bytes, last: true);
            var longest = random.Next(1, 3) == 1 ? 3 : 6000;

            var actual = Rows.InPieces(pieces, bytes, () => random.Next(0, longest) + (longest > 3 ? 1 : 0));

            Assert.Equal(Rows.Show(expected), Rows.Show(actual));
            Assert.Equal(whole.UnclosedQuoteLine, pieces.UnclosedQuoteLine);
        });

    [Property(MaxTest = 300)]
    public Property Push_FromAnyNext_GivesTheRemainingRows()
        => Prop.ForAll(Bytes.ToArbitrary(), static bytes =>
        {
            var whole = new CsvRowReader(',', CsvPosition.Start, maxRowBytes: 16);
            var rows = whole.Push(bytes, last: true);
            for (var i = 0; i < rows.Count; i++)
            {
                var resumed = new CsvRowReader(',', rows[i].Next, maxRowBytes: 16);
                var rest = resumed.Push(bytes.AsSpan((int)rows[i].Next.Offset), last: true);

                Assert.Equal(Rows.Show(rows.Skip(i + 1)), Rows.Show(rest));
                Assert.Equal(whole.UnclosedQuoteLine, resumed.UnclosedQuoteLine);
            }
        });

    private static List<string> ReadWithCsvHelper(byte[] bytes)
    {
        var rows = new List<string>();
        using var reader = CsvReader.Create(
            bytes, new CsvReaderOptions { HasHeader = false, Separator = ',', TrackLineNumbers = true });
        while (reader.Read())
        {
            rows.Add($"{reader.LineNumber}:{string.Join('¦', Enumerable.Range(0, reader.FieldCount).Select(reader.GetString))}");
        }

        return rows;
    }
}
