using EmailCampaign.Mail.Composition;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Composition;

public sealed class HtmlToTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData("<p>one</p><p>two</p>", "one\n\ntwo")]
    [InlineData("<h1> Hello\n  <b>Ann</b> </h1>text", "Hello Ann\n\ntext")]
    [InlineData("one<br>two<br/>\n<br>three", "one\ntwo\n\nthree")]
    [InlineData("<div>one</div><div><div>two</div></div>", "one\ntwo")]
    [InlineData("a &amp; b &lt;c&gt; &eacute; &#x1F389; &nbsp; d", "a & b <c> é 🎉 d")]
    [InlineData("<b>bo</b>ld<i> it</i>", "bold it")]
    [InlineData("<a href='https://x.example/a?b=1&amp;c=2'>read on</a>.", "read on (https://x.example/a?b=1&c=2).")]
    [InlineData("<a href='https://x.example'>https://x.example</a>", "https://x.example")]
    [InlineData("<a href='https://x.example/'>x.example/</a>", "x.example/")]
    [InlineData("<a href='mailto:a@x.example'>a@x.example</a> <a href='mailto:a@x.example'>us</a>", "a@x.example us (a@x.example)")]
    [InlineData("<a href='#top'>top</a> <a href='javascript:x()'>js</a> <a name='n'>n</a>", "top js n")]
    [InlineData("<a href='https://x.example/'><img src='b.png' alt='Buy now'></a>", "Buy now (https://x.example/)")]
    [InlineData("<a href='https://x.example/'><img src='b.png'></a>", "https://x.example/")]
    [InlineData("<img src='a.png' alt=' Acme logo '><img src='spacer.gif' alt=''>", "Acme logo")]
    [InlineData("<ul><li>one</li><li>two <ul><li>deep</li></ul></li></ul>end", "- one\n- two\n  - deep\n\nend")]
    [InlineData("<ol><li>one<li>two</ol><ol start='5'><li>five</ol>", "1. one\n2. two\n\n5. five")]
    [InlineData("<ul><li></li><li><p>one</p></li></ul>", "- one")]
    [InlineData("<table><tr><th>Plan</th><th>Price</th></tr><tr><td>Pro</td><td>5</td></tr></table>x", "Plan | Price\nPro | 5\n\nx")]
    [InlineData("<table role='presentation'><tr><td>one</td><td>two</td></tr><tr><td><p>three</p></td></tr></table>", "one two\n\nthree")]
    [InlineData("<pre>a  b\n  c</pre>", "a  b\n  c")]
    [InlineData("one<hr>two", "one\n\n----------\n\ntwo")]
    [InlineData("<html><head><title>T</title><style>p{}</style></head><body>x<script>if (a < b) alert('</p>')</script>y</body></html>", "xy")]
    [InlineData("<head><meta charset=utf-8><body>x", "x")]
    [InlineData("<style>a{color:red}</style><!-- c --><!--[if mso]><p>mso</p><![endif]-->x", "x")]
    [InlineData("<div style='display: none; max-height:0'>pre <div>header</div></div><p>x</p>", "x")]
    [InlineData("a\u00ADb\u200Bc\uFEFF", "abc")]
    [InlineData("<p>unclosed <b>tags <a href='https://x.example'>here", "unclosed tags here (https://x.example)")]
    [InlineData("1 < 2 > 0 & so", "1 < 2 > 0 & so")]
    public void Convert_Html_ReadsAsText(string html, string expected) => Assert.Equal(expected, HtmlToText.Convert(html));

    [Property]
    public bool Convert_AnyInput_EndsInTrimmedText(string? html)
    {
        var text = HtmlToText.Convert("<p>" + html + "<a href=x><table><li>" + html);

        return text == text.TrimEnd() && !text.Contains("\n\n\n", StringComparison.Ordinal);
    }
}
