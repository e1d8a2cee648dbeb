using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Templates;

/// <summary>Finds the line of a name in a template's text, because the parsed template does not keep positions.</summary>
/// <remarks>Looks only inside <c>{{ }}</c> and <c>{% %}</c>, outside comments and raw blocks.</remarks>
internal sealed partial class SourceLines(string source)
{
    private readonly List<(int Start, string Text)> _tags = Tags(source);

    public int OfVariable(string name)
        => Find($@"(?<![\w.|-])(?<!\|\s*){Regex.Escape(name)}(?![\w-])(?!\s*:)", withoutStrings: true)
            ?? Find(Regex.Escape(name), withoutStrings: true)
            ?? 1;

    public int OfMember(string name, string member)
    {
        var (root, leaf) = (Regex.Escape(name), Regex.Escape(member));
        return Find($@"(?<![\w.-]){root}\s*(\.\s*{leaf}(?![\w-])|\[\s*[""']{leaf}[""']\s*\])", withoutStrings: false)
            ?? OfVariable(name);
    }

    public int OfFilter(string name) => Find($@"\|\s*{Regex.Escape(name)}(?![\w-])", withoutStrings: true) ?? 1;

    public int OfTag(string name) => Find($@"^\{{%-?\s*{Regex.Escape(name)}(?![\w-])", withoutStrings: true) ?? 1;

    private static List<(int Start, string Text)> Tags(string source)
    {
        var tags = new List<(int, string)>();
        var skipTo = (string?)null;
        foreach (var tag in Tag.EnumerateMatches(source))
        {
            var text = source.Substring(tag.Index, tag.Length);
            var word = TagName.Match(text).Groups["name"].Value;
            if (skipTo is not null)
            {
                skipTo = word == skipTo ? null : skipTo;
            }
            else if (word is "comment" or "raw")
            {
                skipTo = "end" + word;
            }
            else
            {
                tags.Add((tag.Index, text));
            }
        }

        return tags;
    }

    private int? Find(string pattern, bool withoutStrings)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        foreach (var (start, text) in _tags)
        {
            var match = regex.Match(withoutStrings ? Blank(text) : text);
            if (match.Success)
            {
                return source.AsSpan(0, start + match.Index).Count('\n') + 1;
            }
        }

        return null;
    }

    private static string Blank(string tag) => Literal.Replace(tag, literal => new string('\'', literal.Length));

    [GeneratedRegex(@"\{\{.*?\}\}|\{%.*?%\}", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"^\{%-?\s*(?<name>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TagName { get; }

    [GeneratedRegex("\"[^\"]*\"|'[^']*'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal { get; }
}
