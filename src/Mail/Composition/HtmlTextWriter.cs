using System.Globalization;
using MimeKit.Text;

namespace EmailCampaign.Mail.Composition;

/// <summary>Follows the tags of an HTML document and writes its text.</summary>
internal sealed class HtmlTextWriter
{
    private const int DeepestIndent = 8;

    private readonly TextFlow _flow = new();
    private readonly Stack<int?> _lists = new();
    private readonly Stack<bool> _layoutTables = new();
    private (string Url, int Start)? _link;
    private (string Name, int Depth)? _hidden;
    private int _preformatted;

    public void Text(string text)
    {
        if (_hidden is null)
        {
            _flow.Write(text, _preformatted > 0);
        }
    }

    public void Open(HtmlTagToken tag)
    {
        var isVoid = tag.IsEmptyElement || tag.Id.IsEmptyElement();
        if (_hidden is { } hidden)
        {
            // A body begins even where nobody closed the head.
            if (tag.Id != HtmlTagId.Body || hidden.Name != "head")
            {
                _hidden = tag.Name == hidden.Name && !isVoid ? hidden with { Depth = hidden.Depth + 1 } : hidden;
                return;
            }

            _hidden = null;
        }

        if (IsHidden(tag))
        {
            _hidden = isVoid ? null : (tag.Name, 1);
            return;
        }

        _flow.Break(LinesAround(tag));
        switch (tag.Id)
        {
            case HtmlTagId.Br:
                _flow.Line();
                break;
            case HtmlTagId.HR:
                _flow.Write("----------", false);
                _flow.Break(2);
                break;
            case HtmlTagId.Image:
                _flow.Write(Attribute(tag, "alt") ?? "", false);
                break;
            case HtmlTagId.A:
                CloseLink();
                _link = (Attribute(tag, "href")?.Trim() ?? "", _flow.Length);
                break;
            case HtmlTagId.UL:
                _lists.Push(null);
                break;
            case HtmlTagId.OL:
                _lists.Push(int.TryParse(Attribute(tag, "start"), CultureInfo.InvariantCulture, out var start) ? start : 1);
                break;
            case HtmlTagId.LI:
                _flow.Bullet(NextBullet());
                break;
            case HtmlTagId.Pre:
                _preformatted++;
                break;
            case HtmlTagId.Table:
                _layoutTables.Push(IsLayout(tag));
                break;
            case HtmlTagId.TD or HtmlTagId.TH:
                _flow.Cell(_layoutTables.TryPeek(out var layout) && layout ? " " : " | ");
                break;
            default:
                break;
        }
    }

    public void Close(HtmlTagToken tag)
    {
        if (_hidden is { } hidden)
        {
            _hidden = tag.Name != hidden.Name ? hidden : hidden.Depth > 1 ? hidden with { Depth = hidden.Depth - 1 } : null;
            return;
        }

        switch (tag.Id)
        {
            case HtmlTagId.A:
                CloseLink();
                break;
            case HtmlTagId.UL or HtmlTagId.OL:
                _lists.TryPop(out _);
                break;
            case HtmlTagId.LI:
                _flow.Bullet("");
                break;
            case HtmlTagId.Pre:
                _preformatted = Math.Max(0, _preformatted - 1);
                break;
            case HtmlTagId.Table:
                _flow.Break(_layoutTables.TryPop(out var layout) && layout ? 1 : 2);
                return;
            default:
                break;
        }

        _flow.Break(LinesAround(tag));
    }

    public override string ToString()
    {
        CloseLink();
        return _flow.ToString();
    }

    private void CloseLink()
    {
        if (_link is not { } link)
        {
            return;
        }

        _link = null;
        var url = link.Url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? link.Url[7..] : link.Url;
        if (url.Length == 0 || url[0] == '#' || url.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        var text = _flow.Since(link.Start);
        if (text.Length == 0)
        {
            _flow.Write(url, false);
        }
        else if (text != url && "https://" + text != url && "http://" + text != url && text + "/" != url)
        {
            _flow.Append($" ({url})");
        }
    }

    private string NextBullet()
    {
        var indent = new string(' ', Math.Clamp(_lists.Count - 1, 0, DeepestIndent) * 2);
        if (!_lists.TryPop(out var number))
        {
            return "- ";
        }

        _lists.Push(number + 1);
        return number is { } n ? string.Create(CultureInfo.InvariantCulture, $"{indent}{n}. ") : indent + "- ";
    }

    // How many line ends separate a block from its neighbours: 2 leave an empty line.
    private int LinesAround(HtmlTagToken tag) => tag.Id switch
    {
        HtmlTagId.P or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6
            or HtmlTagId.BlockQuote or HtmlTagId.DL or HtmlTagId.Pre or HtmlTagId.HR => 2,
        HtmlTagId.UL or HtmlTagId.OL => _lists.Count == 0 ? 2 : 1,
        HtmlTagId.Table => IsLayout(tag) ? 1 : 2,
        HtmlTagId.Div or HtmlTagId.Section or HtmlTagId.Article or HtmlTagId.Header or HtmlTagId.Footer or HtmlTagId.Main
            or HtmlTagId.Nav or HtmlTagId.Aside or HtmlTagId.Address or HtmlTagId.Center or HtmlTagId.TR or HtmlTagId.LI
            or HtmlTagId.DT or HtmlTagId.DD or HtmlTagId.Form or HtmlTagId.Figure or HtmlTagId.FigCaption
            or HtmlTagId.Caption or HtmlTagId.Body => 1,
        _ => 0,
    };

    private static bool IsLayout(HtmlTagToken table) => Attribute(table, "role") is "presentation" or "none";

    private static bool IsHidden(HtmlTagToken tag) => tag.Id switch
    {
        HtmlTagId.Head or HtmlTagId.Style or HtmlTagId.Script or HtmlTagId.Title => true,
        _ => tag.Name is "template" or "svg" || (Attribute(tag, "style") is { } style
            && style.Replace(" ", "", StringComparison.Ordinal).Contains("display:none", StringComparison.OrdinalIgnoreCase)),
    };

    private static string? Attribute(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return attribute.Value;
            }
        }

        return null;
    }
}
