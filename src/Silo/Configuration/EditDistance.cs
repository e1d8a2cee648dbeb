namespace EmailCampaign.Silo.Configuration;

/// <summary>How many letters two names differ by (Levenshtein), case aside: finds the setting that a typing error meant.</summary>
internal static class EditDistance
{
    public static int Between(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (var column = 0; column < row.Length; column++)
        {
            row[column] = column;
        }

        foreach (var letter in left)
        {
            var diagonal = row[0]++;
            for (var column = 1; column < row.Length; column++)
            {
                var same = char.ToUpperInvariant(letter) == char.ToUpperInvariant(right[column - 1]);
                (diagonal, row[column]) = (row[column], Math.Min(Math.Min(row[column], row[column - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
