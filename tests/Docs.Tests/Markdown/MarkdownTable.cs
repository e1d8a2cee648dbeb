namespace EmailCampaign.Docs.Tests.Markdown;

/// <summary>A table of a document: its rows as cells, without the header.</summary>
internal sealed record MarkdownTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The one table of a document whose first column has this heading.</summary>
    public static MarkdownTable Find(string document, string heading)
        => Assert.Single(All(Repository.Read(document)), table => table.Header[0] == heading);

    /// <summary>The first column.</summary>
    public IReadOnlyList<string> Keys => [.. Rows.Select(static row => row[0])];

    /// <summary>What stands between backticks, when the whole cell does; the cell as it is otherwise.</summary>
    public static string Plain(string cell)
        => cell is ['`', .., '`'] && cell.Count(static c => c == '`') == 2 ? cell[1..^1] : cell;

    private static IEnumerable<MarkdownTable> All(string text)
    {
        var rows = new List<string[]>();
        foreach (var line in text.Split('\n').Append(""))
        {
            if (line.StartsWith('|'))
            {
                rows.Add([.. line.Trim().Trim('|').Split('|').Select(static cell => cell.Trim())]);
            }
            else if (rows.Count > 0)
            {
                yield return new([.. rows[0].Select(Plain)], [.. rows.Skip(2)]);
                rows = [];
            }
        }
    }
}
