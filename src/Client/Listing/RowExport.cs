using System.Text;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Client.Listing;

/// <summary>
/// Writes rows to a file as they come: JSON lines when its name ends in <c>.jsonl</c>, otherwise a CSV whose values no spreadsheet
/// runs as formulas.
/// </summary>
internal static class RowExport
{
    private const int RowsPerFlush = 500;

    /// <returns>How many rows were written.</returns>
    public static async Task<long> ToFileAsync<T>(
        string path, RowShape<T> shape, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        return path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? await WriteJsonAsync(file, shape, rows, cancellationToken)
            : await WriteCsvAsync(file, shape, rows, cancellationToken);
    }

    /// <summary>The CSV on standard output.</summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<long> ToTerminalAsync<T>(
        Terminal terminal, RowShape<T> shape, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        await using var stream = new ResultStream(terminal);
        return await WriteCsvAsync(stream, shape, rows, cancellationToken);
    }

    /// <summary>The CSV to a stream, which stays open.</summary>
    /// <returns>How many rows were written.</returns>
    public static async Task<long> WriteCsvAsync<T>(
        Stream stream, RowShape<T> shape, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        long count = 0;
        await using var csv = new CsvExport(stream);
        await csv.WriteAsync(shape.Columns, cancellationToken);
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await csv.WriteAsync(shape.Fields(row), cancellationToken);
            if (++count % RowsPerFlush == 0)
            {
                await csv.FlushAsync(cancellationToken);
            }
        }

        return count;
    }

    private static async Task<long> WriteJsonAsync<T>(
        Stream stream, RowShape<T> shape, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        long count = 0;
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await writer.WriteLineAsync(shape.Json(row).AsMemory(), cancellationToken);
            count++;
        }

        return count;
    }
}
