using System.Globalization;

namespace EmailCampaign.LoadTest;

/// <summary>What all subjects are given: contacts with a quoted field, and a template.</summary>
internal sealed record Material(string Folder, int Contacts)
{
    public const string Subject = "Hello {{ first_name }}";

    public const string Body = """
        Hello {{ first_name }} {{ last_name }},

        Your plan is {{ plan }} and you live in {{ city }}.

        Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.

        """;

    private const int HtmlLength = 40 * 1024;

    private static readonly string[] MoreColumns = ["company", "street", "adviser", "product", "renewal", "remark"];

    public string ContactsFile => Path.Combine(Folder, "contacts.csv");

    public string TemplateFolder => Path.Combine(Folder, "template");

    public static async Task<Material> WriteAsync(MaterialKind kind, string folder, int contacts, CancellationToken cancellationToken)
    {
        var material = new Material(folder, contacts);
        System.IO.Directory.CreateDirectory(material.TemplateFolder);
        await File.WriteAllTextAsync(Path.Combine(material.TemplateFolder, "subject.txt"), Subject, cancellationToken);
        var (name, text) = kind == MaterialKind.Html ? ("body.html", Html()) : ("body.txt", Body);
        await File.WriteAllTextAsync(Path.Combine(material.TemplateFolder, name), text, cancellationToken);
        var more = kind == MaterialKind.Html ? MoreColumns : [];
        await using var writer = new StreamWriter(material.ContactsFile);
        await writer.WriteLineAsync(string.Join(',', ["email", "first_name", "last_name", "plan", "city", .. more]));
        for (var row = 0; row < contacts; row++)
        {
            await writer.WriteLineAsync(Row(row, more));
        }

        return material;
    }

    private static string Row(int row, string[] more)
    {
        var plan = row % 3 == 0 ? "free" : "pro";
        var usual = string.Create(
            CultureInfo.InvariantCulture, $"user{row}@example{row % 500}.test,First{row},Last{row},{plan},\"City, {row % 100}\"");
        return string.Concat([usual, .. more.Select(column => string.Create(CultureInfo.InvariantCulture, $",\"the {column} of contact {row:D7}, in full\""))]);
    }

    // Paragraphs with a variable each, in tables as mails have them, up to the length.
    private static string Html()
    {
        string[] variables = ["first_name", "last_name", "plan", "city", .. MoreColumns];
        var html = new System.Text.StringBuilder("<!DOCTYPE html>\n<html><head><title>News</title><style>td { padding: 8px; color: #333333; }</style></head><body>\n");
        for (var part = 0; html.Length < HtmlLength; part++)
        {
            var variable = part < variables.Length ? $"{{{{ {variables[part]} }}}}" : "you";
            html.Append(CultureInfo.InvariantCulture, $"""
                <table width="600" cellpadding="0" cellspacing="0"><tr><td style="font-family: Arial, sans-serif; font-size: 14px"><p>News {part} for {variable}:
                Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.</p>
                <p><a href="https://www.sender.test/news/{part}">Read more</a></p></td></tr></table>

                """);
        }

        return html.Append("</body></html>\n").ToString();
    }
}
