using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Templates;

/// <summary>Finds the line of a name in a template's text, because the parsed template does not keep positions.</summary>
internal sealed class SourceLines(SourceTags tags)
{
    public int OfVariable(string name)
        => Find($@"(?<![\w.|-])(?<!\|\s*){Regex.Escape(name)}(?![\w-])(?!\s*:)", tag => tag.Blanked)
            ?? Find(Regex.Escape(name), tag => tag.Blanked)
            ?? 1;

    public int OfMember(string name, string member)
    {
        var (root, leaf) = (Regex.Escape(name), Regex.Escape(member));
        return Find($@"(?<![\w.-]){root}\s*(\.\s*{leaf}(?![\w-])|\[\s*[""']{leaf}[""']\s*\])", tag => tag.Text)
            ?? OfVariable(name);
    }

    public int OfFilter(string name) => Find($@"\|\s*{Regex.Escape(name)}(?![\w-])", tag => tag.Blanked) ?? 1;

    public int OfTag(string name) => tags.All.FirstOrDefault(tag => tag.Word == name)?.Line ?? 1;

    private int? Find(string pattern, Func<SourceTag, string> text)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        foreach (var tag in tags.All)
        {
            var match = regex.Match(text(tag));
            if (match.Success)
            {
                return tag.Line + tag.Text.AsSpan(0, match.Index).Count('\n');
            }
        }

        return null;
    }
}
