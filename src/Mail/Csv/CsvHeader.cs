namespace EmailCampaign.Mail.Csv;

/// <summary>What stands before the contacts.</summary>
public static class CsvHeader
{
    /// <summary>How many rows of a <see cref="CsvRowReader"/> that starts at the beginning of the file are not contacts.</summary>
    public static int SkipRows(CsvDialect dialect) => dialect.SeparatorLine ? 2 : 1;
}
