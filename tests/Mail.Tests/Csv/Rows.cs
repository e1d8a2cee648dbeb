using System.Text;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Mail.Tests.Csv;

/// <summary>Short ways to read rows in tests.</summary>
internal static class Rows
{
    public static IReadOnlyList<CsvRow> Of(string text, char delimiter = ',') => Of(Encoding.UTF8.GetBytes(text), delimiter);

    public static IReadOnlyList<CsvRow> Of(byte[] bytes, char delimiter = ',', int maxRowBytes = 65536)
        => new CsvRowReader(delimiter, CsvPosition.Start, maxRowBytes).Push(bytes, last: true);

    public static IReadOnlyList<CsvRow> InPieces(CsvRowReader reader, ReadOnlySpan<byte> bytes, Func<int> nextLength)
    {
        var rows = new List<CsvRow>();
        while (!bytes.IsEmpty)
        {
            var length = Math.Min(bytes.Length, nextLength());
            rows.AddRange(reader.Push(bytes[..length], last: false));
            bytes = bytes[length..];
        }

        rows.AddRange(reader.Push([], last: true));
        return rows;
    }

    /// <summary>Everything about a row in one comparable text.</summary>
    public static string Show(CsvRow row)
        => $"{row.Line} {row.Next.Offset}/{row.Next.Line} {row.Fault} [{string.Join('¦', row.Fields)}] {Convert.ToHexString(row.Raw)}";

    public static string[] Show(IEnumerable<CsvRow> rows) => [.. rows.Select(Show)];
}
