using System.Globalization;
using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Csv;

/// <summary>Reads the header row.</summary>
internal static class CsvColumns
{
    /// <summary>Returns what is wrong with the header, or <see langword="null"/>.</summary>
    public static string? Read(CsvRow header, out IReadOnlyList<string> columns, out IReadOnlyList<string> warnings)
    {
        columns = [.. header.Fields.Select(Trim)];
        warnings = [.. FindRepeated(columns)];
        if (columns.All(static column => column.Length == 0))
        {
            return Say($"the header, in line {header.Line}, names no columns");
        }

        // Without this the first contact would be taken for the header and get no mail.
        return columns.Any(static column => AddressRules.Check(column).Address is not null)
            ? Say($"line {header.Line} must name the columns, but there is an address in it; put a header line on top")
            : null;
    }

    private static IEnumerable<string> FindRepeated(IReadOnlyList<string> columns) => columns
        .Select(static (name, index) => (name, number: index + 1))
        .Where(static column => column.name.Length > 0)
        .GroupBy(static column => column.name, static column => column.number, StringComparer.OrdinalIgnoreCase)
        .Where(static group => group.Skip(1).Any())
        .Select(static group => Say(
            $"The column \"{group.Key}\" occurs again in position {string.Join(", ", group.Skip(1))}; the first one, in position {group.First()}, counts."));

    // White space includes the no-break space; a byte order mark can sit in the middle of a file that was pasted together.
    private static string Trim(string name)
    {
        var trimmed = name.AsSpan();
        while (!trimmed.IsEmpty && (char.IsWhiteSpace(trimmed[0]) || trimmed[0] == '\uFEFF'))
        {
            trimmed = trimmed[1..];
        }

        while (!trimmed.IsEmpty && (char.IsWhiteSpace(trimmed[^1]) || trimmed[^1] == '\uFEFF'))
        {
            trimmed = trimmed[..^1];
        }

        return trimmed.ToString();
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
