using System.Text.Encodings.Web;
using System.Text.Unicode;
using EmailCampaign.Mail.Composition;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Composition;

/// <summary>The text of a body whose tags were told apart before its values were known is the text of the body.</summary>
public sealed class HtmlTextPartsTests
{
    private const string Value = "{}";

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly string[] Values =
    [
        "", "Ann", " ", "  two  words ", "<b>", "&", "amp;", "a & b", "&amp;", "\"quoted\"", "it's", "a=b", "-->", "</script>", "Zoë", "a\u00A0b", "#x41;", "lt;", "\u200B", "東京",
        "display:none", "presentation", "https://a.example/?x=1&y=2", "mailto:ann@x.example", "javascript:x", "#", "1", "/", "\uE0F0 &0\uE0F1",
    ];

    private static readonly string[] Pieces =
    [
        Value, Value, Value, Value, "word", " ", "\n", "<p>", "</p>", "<br>", "<b>", "</b>", "<a href=\"", "<a href='", "\">", "'>", "<a href=", ">", "</a>", "<img alt=\"", "\" src='x'>",
        "<div style=\"", "</div>", "<td>", "<tr>", "<table role=\"", "</table>", "<ul>", "<ol start=\"", "<li>", "</li>", "</ul>", "<pre>", "</pre>", "<h1>", "<hr/>", "<", "</", "<!", "<!--", "-->",
        "<?", "&", "&am", "&#", "&#x4", "&amp;", ";", "<script>", "</script>", "<style>", "</style>", "<title>", "</title>", "<head>", "</head>", "<body>", "<textarea>", "</textarea>", "<xmp>",
        "<plaintext>", "<![CDATA[", "]]>", "\"", "'", "=", "/", "\"\"href=\"", "&#xE0F0; &amp;0&#xE0F1;", "<a", "<a ", "\uE0F0", "\uE0F1",
    ];

    [Theory]
    [InlineData("<p>Hello {},</p><p>your plan is <b>{}</b></p>")]
    [InlineData("<a href=\"https://x.example/{}\">{}</a> and <a href=\"{}\">{}</a>")]
    [InlineData("<p style=\"{}\">hidden or not {}</p><img alt='{}'>")]
    [InlineData("<table role=\"{}\"><tr><td>{}<td>{}</table>")]
    [InlineData("<pre>  {}\n {}</pre>")]
    public void Convert_ValuesInTextAndQuotedAttributes_IsTheTextOfTheBody(string template)
    {
        string?[] pieces = [.. Cut(template)];
        Assert.NotNull(HtmlTextParts.Of(pieces));

        for (var first = 0; first < Values.Length; first++)
        {
            AssertSame(pieces, [first, first + 1, first * 7, first * 3]);
        }
    }

    [Theory]
    [InlineData("<a href={}>x</a>")]
    [InlineData("<{}>x")]
    [InlineData("<b{}>x")]
    [InlineData("a &{}")]
    [InlineData("a &#x4{}")]
    [InlineData("<!-- {} -->")]
    [InlineData("<script>{}</script>")]
    [InlineData("<style>{}</style>")]
    [InlineData("<xmp>{}</xmp>")]
    [InlineData("<![CDATA[{}]]>")]
    [InlineData("<a href=\"{}")]
    [InlineData("\uE0F0 &amp;0\uE0F1{}")]
    [InlineData("&#xE0F0; &amp;0&#xE0F1;{}")]
    [InlineData("&#xE0F0;{}")]
    [InlineData("<a class=\"btn\"\"href=\"{}\">x</a>")]
    [InlineData("<a x=\"\"=\"{}\">x</a>")]
    [InlineData("<b'c title=\"{}\">x")]
    public void Of_AValueThatMayChangeWhatIsAroundIt_IsNotDone(string template)
    {
        string?[] pieces = [.. Cut(template)];

        Assert.Null(HtmlTextParts.Of(pieces));
    }

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\u0085b")]
    [InlineData("a\nb")]
    [InlineData("a\uFFFEb")]
    [InlineData("\uFDD0")]
    public void Convert_AValueThatHtmlChanges_IsNotDone(string value)
        => Assert.Null(HtmlTextParts.Of(["<p>", null, "</p>"])!.Convert([value]));

    // In an attribute half a pair of surrogates would be another character.
    [Fact]
    public void Convert_HalfAPairOfSurrogates_IsNotDone() => Assert.Null(HtmlTextParts.Of(["<p>", null, "</p>"])!.Convert([new string('\uD800', 1)]));

    [Property(MaxTest = 3000)]
    public void Convert_AnyPieces_IsTheTextOfTheBody(byte[] pieces, byte[] values)
        => AssertSame([.. pieces.Select(static piece => Pieces[piece % Pieces.Length] is var text && text == Value ? null : text)], [.. values, 0, 1, 2, 3]);

    [Property(MaxTest = 500)]
    public void Convert_AnyValue_IsTheTextOfTheBody(string? value)
    {
        var parts = HtmlTextParts.Of(["<p>Hello ", null, "</p><a href='https://x.example/", null, "'>link</a>"])!;

        if (parts.Convert([value ?? "", value ?? ""]) is { } text)
        {
            var encoded = Encoder.Encode(value ?? "");
            Assert.Equal(HtmlToText.Convert($"<p>Hello {encoded}</p><a href='https://x.example/{encoded}'>link</a>"), text);
        }
    }

    private static void AssertSame(string?[] pieces, int[] chosen)
    {
        if (HtmlTextParts.Of(pieces) is not { } parts)
        {
            return;
        }

        string[] values = [.. pieces.Where(static piece => piece is null).Select((_, place) => Values[(chosen[place % chosen.Length] + place) % Values.Length])];
        var next = 0;
        var html = string.Concat(pieces.Select(piece => piece ?? Encoder.Encode(values[next++])));

        Assert.Equal(HtmlToText.Convert(html), parts.Convert(values));
    }

    private static IEnumerable<string?> Cut(string template)
    {
        var words = template.Split(Value);
        for (var place = 0; place < words.Length; place++)
        {
            if (place > 0)
            {
                yield return null;
            }

            yield return words[place];
        }
    }
}
