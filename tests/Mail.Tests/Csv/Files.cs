using System.Text;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Mail.Tests.Csv;

/// <summary>Files in memory, and the way an import reads them.</summary>
internal static class Files
{
    public static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    public static async Task<CsvProbeResult.Readable> ReadableAsync(byte[] file)
        => Assert.IsType<CsvProbeResult.Readable>(await ProbeAsync(file));

    public static async Task<string> ProblemAsync(byte[] file)
        => Assert.IsType<CsvProbeResult.Unreadable>(await ProbeAsync(file)).Problem;

    public static Task<CsvProbeResult> ProbeAsync(byte[] file)
        => CsvProbe.ReadAsync(new MemoryStream(file), TestContext.Current.CancellationToken);

    public static byte[] WithMark(Encoding encoding, string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

    /// <summary>Probes a file and reads its contacts, in pieces of an odd size.</summary>
    public static async Task<IReadOnlyList<ContactRow>> ContactsAsync(byte[] file)
    {
        var readable = await ReadableAsync(file);
        await using var text = new CsvUtf8Stream(new MemoryStream(file), readable.Dialect);
        var rows = new List<CsvRow>();
        var reader = new CsvRowReader(readable.Dialect.Delimiter, CsvPosition.Start);
        var piece = new byte[7];
        int read;
        do
        {
            read = await text.ReadAsync(piece, TestContext.Current.CancellationToken);
            rows.AddRange(reader.Push(piece.AsSpan(0, read), last: read == 0));
        }
        while (read > 0);

        var contacts = new ContactReader(readable.Columns, EmailColumn.Find(readable.Columns, null)!.Value);
        return [.. rows.Skip(CsvHeader.SkipRows(readable.Dialect)).Select(contacts.Read)];
    }
}
