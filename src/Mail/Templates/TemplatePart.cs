using System.Text.Encodings.Web;
using EmailCampaign.Mail.Composition;
using Fluid;

namespace EmailCampaign.Mail.Templates;

/// <summary>One compiled text of a template (the subject, a body, a header value) and the names it reads.</summary>
/// <param name="plain">The text cut into pieces; null when it needs the interpreter.</param>
internal sealed class TemplatePart(string file, IFluidTemplate template, TextEncoder encoder, IReadOnlyList<string> names, PlainParts? plain)
{
    private int _capacity = 256;

    public string File => file;

    /// <summary>Fails as <see cref="Render"/> would, and keeps no text.</summary>
    public void Check(TemplateOptions options, in TemplateRow row)
    {
        if (plain is not null)
        {
            plain.Check(row);
        }
        else
        {
            Render(options, row);
        }
    }

    /// <summary>What <see cref="PlainText"/> can use instead of a row's HTML; null when it cannot.</summary>
    public HtmlTextParts? HtmlText() => plain?.HtmlText();

    /// <summary>The plain text of a row's HTML.</summary>
    /// <param name="parts">Of <see cref="HtmlText"/>.</param>
    /// <param name="html">What <see cref="Render"/> made of the row.</param>
    public string PlainText(HtmlTextParts? parts, in TemplateRow row, string html)
        => (parts is not null ? plain!.PlainText(parts, row) : null) ?? HtmlToText.Convert(html);

    public string Render(TemplateOptions options, in TemplateRow row)
    {
        if (plain is not null)
        {
            return plain.Render(row);
        }

        var context = new TemplateContext(options);
        foreach (var name in names)
        {
            context.SetValue(name, row.Value(name));
        }

        using var output = new BoundedWriter(_capacity, TemplateLimits.Output);

        // The writer never waits, so nothing here is asynchronous but the signature.
        template.RenderAsync(output, encoder, context).AsTask().GetAwaiter().GetResult();
        var text = output.ToString();

        // Mails of one campaign are of a size; the next buffer fits at once. A lost update costs a copy, no more.
        _capacity = Math.Max(_capacity, Math.Min(text.Length + (text.Length / 8), 1 << 20));
        return text;
    }
}
