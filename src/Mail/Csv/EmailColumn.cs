namespace EmailCampaign.Mail.Csv;

/// <summary>Which column has the address.</summary>
public static class EmailColumn
{
    private static readonly string[] Usual = ["email", "e-mail", "email address", "email_address", "emailaddress", "e-mail address", "mail"];

    /// <summary>Finds the column by name, ignoring case and space around it.</summary>
    /// <param name="columns">The header.</param>
    /// <param name="wanted">The name the user gave; <see langword="null"/> tries the usual ones (email, e-mail, email address, mail).</param>
    /// <returns>The index of the first column of that name, or <see langword="null"/> when there is none.</returns>
    public static int? Find(IReadOnlyList<string> columns, string? wanted)
        => (wanted is null ? Usual : [wanted]).Select(name => IndexOf(columns, name)).FirstOrDefault(static index => index is not null);

    private static int? IndexOf(IReadOnlyList<string> columns, string name)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (string.Equals(columns[i].Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }
}
