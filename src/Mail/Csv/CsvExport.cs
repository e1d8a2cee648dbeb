using CsvHelper;

namespace EmailCampaign.Mail.Csv;

/// <summary>
/// Writes rows for people who open them in a spreadsheet: UTF-8, CRLF (RFC 4180), and a value that a spreadsheet would run as a
/// formula gets an apostrophe in front and quotes around it (OWASP, CSV injection).
/// </summary>
/// <remarks>Disposing writes out what is buffered and leaves <paramref name="destination"/> open.</remarks>
public sealed class CsvExport(Stream destination) : IAsyncDisposable
{
    // The full-width twins become the ASCII characters when a spreadsheet imports the file. CsvHelper only knows ASCII ones.
    private const string FullWidth = "＝＋－＠";

    private readonly CsvWriter _writer = CsvWriter.Create(
        destination, new CsvWriterOptions { Injection = CsvInjection.Escape, ValidateFieldCount = false }, leaveOpen: true);

    /// <summary>Writes one row; a header is a row too. Rows may be buffered until <see cref="FlushAsync"/> or disposal.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        foreach (var field in fields)
        {
            if (field.Length > 0 && FullWidth.Contains(field[0], StringComparison.Ordinal))
            {
                _writer.WriteField("'" + field, CsvQuoting.Always);
            }
            else
            {
                _writer.WriteField(field);
            }
        }

        await _writer.EndRecordAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hands everything written so far to the stream.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
        => await _writer.FlushAsync(cancellationToken).ConfigureAwait(false);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    /// <summary>Columns that the export of dead letters puts behind the contact's own.</summary>
    public static IReadOnlyList<string> ResultColumns { get; } = ["_email", "_row", "_status"];

    /// <summary>Whether this is the header of an export of dead letters.</summary>
    internal static bool IsExport(IReadOnlyList<string> columns) => ResultColumns.All(columns.Contains);

    /// <summary>Takes the apostrophe of an exported value off again, so that an export can be imported.</summary>
    internal static string Unprotect(string value)
        => value is ['\'', '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', ..] ? value[1..] : value;
}
