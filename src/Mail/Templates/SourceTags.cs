using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Templates;

/// <summary>The <c>{{ }}</c> and <c>{% %}</c> of a template's text, outside comments and raw blocks, with their lines.</summary>
internal sealed partial class SourceTags
{
    // Beyond these the parser's recursion could use up the stack, which no process survives.
    private const int LongestTag = 4_000;
    private const int DeepestNesting = 50;

    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "if", "unless", "for", "case", "capture", "tablerow", "ifchanged",
    };

    private SourceTags(IReadOnlyList<SourceTag> tags, TemplateFault? fault) => (All, Fault) = (tags, fault);

    public IReadOnlyList<SourceTag> All { get; }

    /// <summary>Why this text must not be given to the parser; null when it may.</summary>
    public TemplateFault? Fault { get; }

    public static SourceTags Of(string source)
    {
        var tags = new List<SourceTag>();
        var depth = 0;
        string? skipTo = null;
        foreach (var tag in Scan(source))
        {
            var word = tag.Word;
            if (skipTo is not null)
            {
                skipTo = word == skipTo ? null : skipTo;
                continue;
            }

            if (word is "comment" or "raw")
            {
                skipTo = "end" + word;
                continue;
            }

            tags.Add(tag);
            depth += Blocks.Contains(word) ? 1 : word.StartsWith("end", StringComparison.Ordinal) ? -1 : 0;
            if (Refusal(tag, depth) is { } refusal)
            {
                return new(tags, new(tag.Line, refusal));
            }
        }

        return new(tags, null);
    }

    private static string? Refusal(SourceTag tag, int depth) => tag.Text.Length > LongestTag
        ? "a tag of more than 4,000 characters (is its end missing?)"
        : depth > DeepestNesting || Nesting(tag.Text) > DeepestNesting
            ? "more than 50 levels inside each other"
            : null;

    private static int Nesting(string text)
    {
        var (depth, deepest) = (0, 0);
        foreach (var c in text)
        {
            depth += c switch
            {
                '(' or '[' => 1,
                ')' or ']' => -1,
                _ => 0,
            };
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    private static IEnumerable<SourceTag> Scan(string source)
    {
        var (line, counted) = (1, 0);
        for (var start = source.IndexOf('{', StringComparison.Ordinal); start >= 0; start = source.IndexOf('{', start + 1))
        {
            var end = (start + 1 < source.Length ? source[start + 1] : ' ') switch
            {
                '{' => source.IndexOf("}}", start + 2, StringComparison.Ordinal),
                '%' => source.IndexOf("%}", start + 2, StringComparison.Ordinal),
                _ => -2,
            };
            if (end == -2)
            {
                continue;
            }

            if (end == -1)
            {
                yield break;
            }

            line += source.AsSpan(counted, start - counted).Count('\n');
            counted = start;
            var text = source[start..(end + 2)];
            yield return new(line, text, Literal.Replace(text, literal => new string('\'', literal.Length)), WordOf(text));
            start = end + 1;
        }
    }

    private static string WordOf(string text)
        => text[1] == '{' ? "" : new([.. text.Skip(2).SkipWhile(c => c is '-' || char.IsWhiteSpace(c)).TakeWhile(char.IsAsciiLetter)]);

    [GeneratedRegex("\"[^\"]*\"|'[^']*'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal { get; }
}
