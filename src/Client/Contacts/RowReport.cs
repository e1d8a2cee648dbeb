using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Csv;

namespace EmailCampaign.Client.Contacts;

/// <summary>What a pass over all rows found.</summary>
internal sealed record RowReport
{
    public required RowCounts Rows { get; init; }

    /// <summary>Rows that did not render.</summary>
    public required int Unrendered { get; init; }

    /// <summary>The first problems, in the file's order, as <c>line 7: reason</c>.</summary>
    public required IReadOnlyList<string> FirstProblems { get; init; }

    /// <summary>Rejected rows by reason.</summary>
    public required IReadOnlyDictionary<RowProblem, int> Reasons { get; init; }

    /// <summary>Template variables that were empty, with the number of rows.</summary>
    public required IReadOnlyDictionary<string, int> EmptyVariables { get; init; }

    /// <summary>The line where a quote opened that never closed; the rows behind it were not read.</summary>
    public int? UnclosedQuoteLine { get; init; }

    /// <summary>Whether something is wrong with a row. Duplicates alone are fine.</summary>
    public bool IsFlawed => Rows.Rejected > 0 || Unrendered > 0 || UnclosedQuoteLine is not null;
}
