using System.Globalization;
using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Csv;

/// <summary>Decides which rows are contacts. Duplicates are not judged here: that takes the whole file.</summary>
/// <param name="columns">The header; a row with another number of fields is ragged.</param>
/// <param name="emailColumn">The index of the column with the address.</param>
public sealed class ContactReader(IReadOnlyList<string> columns, int emailColumn)
{
    // Dead letters that were exported to be repaired and launched again: their values were protected from spreadsheets, all of them.
    private readonly bool _isExport = CsvExport.IsExport(columns);

    /// <summary>Judges one row. Header and <c>sep=</c> line are the caller's to skip.</summary>
    public ContactRow Read(CsvRow row)
    {
        switch (row.Fault)
        {
            case CsvRowFault.TooLong:
                return Reject(row, RowProblem.TooLong, "the row is longer than a row may be (is a quote missing?)");
            case CsvRowFault.Undecodable:
                return Reject(row, RowProblem.Undecodable, "the row has bytes that are not text in the file's encoding");
        }

        if (row.Fields.Length != columns.Count)
        {
            return Reject(row, RowProblem.Ragged, string.Create(
                CultureInfo.InvariantCulture, $"the row has {Fields(row.Fields.Length)} where the header has {columns.Count}"));
        }

        var check = AddressRules.Check(CsvExport.Unprotect(row.Fields[emailColumn]));
        return check switch
        {
            { Address: { } address } => new ContactRow.Accepted(row.Line, address, Values(row.Fields)) { Next = row.Next },
            { Problem: { } problem } => Reject(row, RowProblem.BadAddress, problem.Describe()),
            _ => throw new InvalidOperationException("An address check has a result."),
        };
    }

    private string[] Values(string[] fields) => _isExport ? Array.ConvertAll(fields, CsvExport.Unprotect) : fields;

    private static ContactRow.Rejected Reject(CsvRow row, RowProblem problem, string detail)
        => new(row.Line, problem, detail, row.Raw) { Next = row.Next };

    private static string Fields(int count)
        => count == 1 ? "1 field" : string.Create(CultureInfo.InvariantCulture, $"{count} fields");
}
