namespace EmailCampaign.Mail.Csv;

/// <summary>What the first pass over a file came to.</summary>
public abstract record CsvProbeResult
{
    private CsvProbeResult()
    {
    }

    /// <summary>The file can be imported.</summary>
    /// <param name="Dialect">How it is written.</param>
    /// <param name="Columns">The header, trimmed, one entry a column; a name can be empty or occur again (the first one counts).</param>
    /// <param name="Length">Bytes of the whole file.</param>
    /// <param name="Sha256">Of the raw bytes, in lower-case hexadecimal.</param>
    /// <param name="Warnings">What a person should look at, one sentence each.</param>
    public sealed record Readable(
        CsvDialect Dialect, IReadOnlyList<string> Columns, long Length, string Sha256, IReadOnlyList<string> Warnings)
        : CsvProbeResult;

    /// <summary>The file cannot be imported.</summary>
    /// <param name="Problem">One sentence without the file's name and without a full stop, such as "the file is empty".</param>
    public sealed record Unreadable(string Problem) : CsvProbeResult;
}
