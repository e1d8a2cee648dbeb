using MimeKit.Text;

namespace EmailCampaign.Mail.Composition;

/// <summary>Makes the plain text of an HTML mail, for readers who see no HTML and for filters that want both.</summary>
/// <remarks>
/// Links become <c>text (url)</c>, images their alternative text, list items <c>- item</c>, the cells of a table
/// <c>a | b</c> (a space in layout tables, <c>role="presentation"</c>). Style, script, the head and what is hidden with
/// <c>display:none</c> are dropped. Lines end with LF and are not wrapped.
/// </remarks>
public static class HtmlToText
{
    public static string Convert(string html)
    {
        using var reader = new StringReader(html);
        var tokens = new HtmlTokenizer(reader);
        var writer = new HtmlTextWriter();
        while (tokens.ReadNextToken(out var token))
        {
            switch (token)
            {
                case HtmlTagToken { IsEndTag: true } tag:
                    writer.Close(tag);
                    break;
                case HtmlTagToken tag:
                    writer.Open(tag);
                    break;
                case HtmlScriptDataToken:
                    break;
                case HtmlDataToken data:
                    writer.Text(data.Data);
                    break;
                default:
                    break;
            }
        }

        return writer.ToString();
    }
}
