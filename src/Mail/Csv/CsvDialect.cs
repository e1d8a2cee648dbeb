namespace EmailCampaign.Mail.Csv;

/// <summary>How one CSV file is written, as <see cref="CsvProbe"/> found it. Everything later passes need to read it the same way.</summary>
public sealed record CsvDialect
{
    /// <summary>One of <c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c>, <c>windows-1252</c>.</summary>
    public required string Encoding { get; init; }

    /// <summary>Whether the file starts with a byte order mark.</summary>
    public required bool ByteOrderMark { get; init; }

    /// <summary>The ASCII character between fields.</summary>
    public required char Delimiter { get; init; }

    /// <summary>Whether the first line is Excel's <c>sep=;</c>, which says the delimiter and is neither header nor contact.</summary>
    public required bool SeparatorLine { get; init; }
}
