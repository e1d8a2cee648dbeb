using System.Globalization;
using System.Text;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Micro;

/// <summary>Contacts and mails as the load test has them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    public static readonly string[] Columns = ["email", "first_name", "last_name", "plan", "city"];

    private const string Subject = "Hello {{ first_name }}";

    private const string Body = """
        Hello {{ first_name }} {{ last_name }},

        Your plan is {{ plan }} and you live in {{ city }}.

        Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.

        """;

    private const int HtmlLength = 40 * 1024;

    public static string[] Row(int row) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"user{row}@example{row % 500}.test"),
        string.Create(CultureInfo.InvariantCulture, $"First{row}"),
        string.Create(CultureInfo.InvariantCulture, $"Last{row}"),
        row % 3 == 0 ? "free" : "pro",
        string.Create(CultureInfo.InvariantCulture, $"City, {row % 100}"),
    ];

    /// <summary>A file with this many rows, and its header.</summary>
    public static byte[] Csv(int rows)
    {
        var text = new StringBuilder(string.Join(',', Columns)).Append('\n');
        for (var row = 0; row < rows; row++)
        {
            var fields = Row(row);
            text.AppendJoin(',', fields[..4]).Append(",\"").Append(fields[4]).Append("\"\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static CompiledTemplate Text() => Compile(new TemplateSource { Subject = Subject, Text = Body });

    /// <summary>40 KB.</summary>
    public static CompiledTemplate Html()
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html><head><title>News</title></head><body>\n");
        for (var part = 0; html.Length < HtmlLength; part++)
        {
            var variable = part < 10 ? $"{{{{ {Columns[1 + (part % 4)]} }}}}" : "you";
            html.Append(CultureInfo.InvariantCulture, $"""
                <table width="600"><tr><td style="font-family: Arial, sans-serif"><p>News {part} for {variable}: Lorem ipsum dolor sit amet.</p>
                <p><a href="https://www.sender.test/news/{part}">Read more</a></p></td></tr></table>

                """);
        }

        return Compile(new TemplateSource { Subject = Subject, Html = html.Append("</body></html>\n").ToString() });
    }

    public static OutgoingMessage Message(CompiledTemplate template, int row)
    {
        var values = Row(row);
        var rendered = (Rendering.Rendered)template.Render(values, values[0]);
        return new OutgoingMessage
        {
            From = new Mailbox("News", "news@sender.test"),
            To = values[0],
            Subject = rendered.Subject,
            Html = rendered.Html,
            Text = rendered.Text,
            MessageId = string.Create(CultureInfo.InvariantCulture, $"mfrggzdfmztwq2lknnwg23tpobyxe43u{row:D7}@sender.test"),
            IdempotencyKey = row.ToString(CultureInfo.InvariantCulture),
            Date = Now,
            CampaignId = "spring",
            Line = row + 2,
        };
    }

    private static CompiledTemplate Compile(TemplateSource source)
        => ((TemplateCompilation.Compiled)CompiledTemplate.Compile(source, new TemplateInput { Columns = Columns, CampaignName = "Spring", Now = Now })).Template;
}
