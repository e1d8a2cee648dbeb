namespace EmailCampaign.Mail.Csv;

/// <summary>Which encoding a file is in: the byte order mark decides, else what its bytes are valid as.</summary>
internal sealed record CsvEncodingGuess(string Encoding, bool ByteOrderMark, string? Warning = null, string? Problem = null)
{
    // So many valid sequences to an invalid one make it a UTF-8 file with a few broken rows.
    private const int ClearMajority = 10;

    public static CsvEncodingGuess From(CsvSurvey survey)
    {
        var head = survey.Head.AsSpan();
        if (survey.Length == 0)
        {
            return Refuse("the file is empty");
        }

        if (head.StartsWith<byte>([0xFF, 0xFE, 0, 0]) || head.StartsWith<byte>([0, 0, 0xFE, 0xFF]))
        {
            return Refuse("the file is UTF-32, which is not supported; save it as \"CSV UTF-8\"");
        }

        if (head.StartsWith<byte>([0xFF, 0xFE]))
        {
            return new(CsvEncodings.Utf16LittleEndian, ByteOrderMark: true);
        }

        if (head.StartsWith<byte>([0xFE, 0xFF]))
        {
            return new(CsvEncodings.Utf16BigEndian, ByteOrderMark: true);
        }

        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0]) || head.StartsWith<byte>([0x1F, 0x8B]))
        {
            return Refuse("the file is a workbook or an archive, not a CSV; save it as \"CSV UTF-8\"");
        }

        return head.Contains((byte)0)
            ? Refuse("the file has NUL bytes: it is UTF-16 without a byte order mark, or no text at all; save it as \"CSV UTF-8\"")
            : WithoutNuls(survey.Utf8, head.StartsWith<byte>([0xEF, 0xBB, 0xBF]));
    }

    private static CsvEncodingGuess WithoutNuls(Utf8Tally utf8, bool mark) => utf8 switch
    {
        { Invalid: 0 } => new(CsvEncodings.Utf8, mark),
        _ when mark || utf8.Valid >= ClearMajority * utf8.Invalid => new(
            CsvEncodings.Utf8, mark, "The file is UTF-8 but has bytes that are not; the rows they are in are rejected."),
        _ => new(CsvEncodings.Windows1252, mark, "The file is not UTF-8; it is read as Windows-1252."),
    };

    private static CsvEncodingGuess Refuse(string problem) => new(CsvEncodings.Utf8, ByteOrderMark: false, Problem: problem);
}
