namespace EmailCampaign.Mail.Csv;

/// <summary>Finds the delimiter of a file that does not say it.</summary>
internal static class CsvDelimiter
{
    private const int RowsLookedAt = 100;

    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>
    /// The candidate that splits the header and gives most of the first rows as many fields; with equal merit the one that gives
    /// more fields. A file of one column has none: any will do.
    /// </summary>
    public static char Detect(ReadOnlySpan<byte> sample, bool whole)
    {
        var best = ',';
        var bestMerit = (Share: 0.0, Fields: 1);
        foreach (var candidate in Candidates)
        {
            var rows = new CsvRowReader(candidate, CsvPosition.Start).Push(sample, whole)
                .Where(static row => row.Fault == CsvRowFault.None)
                .Take(RowsLookedAt)
                .ToList();
            var fields = rows.Count > 0 ? rows[0].Fields.Length : 1;
            if (fields < 2)
            {
                continue;
            }

            var merit = (rows.Count(row => row.Fields.Length == fields) / (double)rows.Count, fields);
            if (merit.CompareTo(bestMerit) > 0)
            {
                best = candidate;
                bestMerit = merit;
            }
        }

        return best;
    }
}
