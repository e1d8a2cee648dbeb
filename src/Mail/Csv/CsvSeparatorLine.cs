using System.Text;

namespace EmailCampaign.Mail.Csv;

/// <summary>Excel's first line <c>sep=;</c>.</summary>
/// <param name="Delimiter">The character it names; <see langword="null"/> when it names none that can be used.</param>
internal sealed record CsvSeparatorLine(char? Delimiter)
{
    /// <summary>The line, when the file starts with one.</summary>
    public static CsvSeparatorLine? Find(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? text : text[..end];
        if (line is [(byte)'"', .., (byte)'"'])
        {
            line = line[1..^1];
        }

        if (line.Length < 4 || !Ascii.EqualsIgnoreCase(line[..4], "sep="u8))
        {
            return null;
        }

        return line.Length == 5 && line[4] is < 0x80 and not 0 and not (byte)'"' ? new((char)line[4]) : new((char?)null);
    }
}
