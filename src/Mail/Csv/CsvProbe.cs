using System.Globalization;

namespace EmailCampaign.Mail.Csv;

/// <summary>The first pass over a file: how it is written, what its columns are, and its fingerprint.</summary>
public static class CsvProbe
{
    // More than the longest row allowed, so that a header that does not end in here is broken.
    private const int SampleSize = 160 * 1024;

    /// <summary>
    /// Reads a whole file in bounded memory. Faults of single rows, an unclosed quote among them, are left to the import; a header
    /// that cannot be read is not.
    /// </summary>
    /// <param name="seekable">Read from its beginning; where it stands afterwards is not defined.</param>
    /// <param name="cancellationToken">Ends the pass.</param>
    /// <exception cref="IOException">The file cannot be read to its end.</exception>
    public static async Task<CsvProbeResult> ReadAsync(Stream seekable, CancellationToken cancellationToken)
    {
        seekable.Position = 0;
        var survey = await CsvSurvey.ReadAsync(seekable, cancellationToken).ConfigureAwait(false);
        var guess = CsvEncodingGuess.From(survey);
        if (guess.Problem is { } problem)
        {
            return new CsvProbeResult.Unreadable(problem);
        }

        var dialect = new CsvDialect
        {
            Encoding = guess.Encoding,
            ByteOrderMark = guess.ByteOrderMark,
            Delimiter = ',',
            SeparatorLine = false,
        };

        seekable.Position = 0;
        var sample = new byte[(int)Math.Min(SampleSize, (survey.Length * Utf8Transcoder.Growth) + 1)];
        var text = new CsvUtf8Stream(seekable, dialect, leaveOpen: true);
        int length;
        await using (text.ConfigureAwait(false))
        {
            length = await text.ReadAtLeastAsync(sample, sample.Length, throwOnEndOfStream: false, cancellationToken)
                .ConfigureAwait(false);
        }

        return Describe(sample.AsMemory(0, length), whole: length < sample.Length, dialect, survey, guess.Warning);
    }

    /// <summary>
    /// Opens a file and reads it like <see cref="ReadAsync"/>; a path that is missing, a directory or not readable is
    /// <see cref="CsvProbeResult.Unreadable"/> too.
    /// </summary>
    public static async Task<CsvProbeResult> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            return new CsvProbeResult.Unreadable("it is a directory, not a CSV file");
        }

        FileStream file;
        try
        {
            // Shared for writing too: a spreadsheet that has the file open would otherwise keep us out.
            file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return new CsvProbeResult.Unreadable("there is no such file");
        }
        catch (UnauthorizedAccessException)
        {
            return new CsvProbeResult.Unreadable("the file may not be read (permission denied)");
        }
        catch (IOException)
        {
            return new CsvProbeResult.Unreadable("the file cannot be opened; another program may hold it");
        }

        await using (file.ConfigureAwait(false))
        {
            return await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
    }

    private static CsvProbeResult Describe(
        ReadOnlyMemory<byte> sample, bool whole, CsvDialect dialect, CsvSurvey survey, string? warning)
    {
        var separator = CsvSeparatorLine.Find(sample.Span);
        if (separator is { Delimiter: null })
        {
            return new CsvProbeResult.Unreadable("the sep= line does not name one ASCII character as the delimiter");
        }

        dialect = dialect with
        {
            SeparatorLine = separator is not null,
            Delimiter = separator?.Delimiter ?? CsvDelimiter.Detect(sample.Span, whole),
        };

        var reader = new CsvRowReader(dialect.Delimiter, CsvPosition.Start);
        var header = reader.Push(sample.Span, whole).Skip(CsvHeader.SkipRows(dialect) - 1).FirstOrDefault();
        return header switch
        {
            null when reader.UnclosedQuoteLine is { } line => Unreadable($"a quote that opens in line {line}, in the header, is never closed"),
            null when whole => Unreadable($"the file has no header"),
            null => Unreadable($"the header does not end: a quote in it is not closed, or the file has no line breaks"),
            { Fault: CsvRowFault.TooLong } => Unreadable($"the header, in line {header.Line}, is too long; a quote in it may not be closed"),
            { Fault: CsvRowFault.Undecodable } => Unreadable($"the header, in line {header.Line}, cannot be decoded as {dialect.Encoding}"),
            _ => CsvColumns.Read(header, out var columns, out var warnings) is { } problem
                ? new CsvProbeResult.Unreadable(problem)
                : new CsvProbeResult.Readable(
                    dialect, columns, survey.Length, survey.Sha256, warning is null ? warnings : [warning, .. warnings]),
        };
    }

    private static CsvProbeResult.Unreadable Unreadable(FormattableString problem)
        => new(problem.ToString(CultureInfo.InvariantCulture));
}
