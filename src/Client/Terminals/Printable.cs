namespace EmailCampaign.Client.Terminals;

/// <summary>
/// Makes text safe to print: a name in a CSV or a server's reply may hold control characters that would steer the terminal.
/// </summary>
internal static class Printable
{
    /// <summary>The text with control characters replaced; line ends and tabs stay.</summary>
    public static string Of(string text) => Replace(text, static c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'), '\uFFFD');

    /// <summary>The text as one field of a line: line ends and tabs become spaces too.</summary>
    public static string Field(string text) => Replace(text, char.IsControl, ' ');

    private static string Replace(string text, Func<char, bool> unwanted, char with)
    {
        foreach (var c in text)
        {
            if (unwanted(c))
            {
                return string.Concat(text.Select(each => unwanted(each) ? with : each));
            }
        }

        return text;
    }
}
