using System.Text;

namespace EmailCampaign.Docs.Tests.Markdown;

/// <summary>Splits a command line as bash and PowerShell do, as far as documents need it: spaces, and double quotes around them.</summary>
internal static class ShellWords
{
    public static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quoted = false;
        foreach (var c in line.Trim() + " ")
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c != ' ' || quoted)
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        Assert.False(quoted, $"A quote is open at the end of: {line}");
        return words;
    }
}
