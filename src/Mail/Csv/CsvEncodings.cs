namespace EmailCampaign.Mail.Csv;

/// <summary>The values of <see cref="CsvDialect.Encoding"/>.</summary>
public static class CsvEncodings
{
    public const string Utf8 = "utf-8";
    public const string Utf16LittleEndian = "utf-16le";
    public const string Utf16BigEndian = "utf-16be";
    public const string Windows1252 = "windows-1252";
}
