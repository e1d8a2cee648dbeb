using System.Globalization;

namespace EmailCampaign.LoadTest;

/// <summary>What all subjects are given: contacts with a quoted field, and a small text template.</summary>
internal sealed record Material(string Folder, int Contacts)
{
    public const string Subject = "Hello {{ first_name }}";

    public const string Body = """
        Hello {{ first_name }} {{ last_name }},

        your plan is {{ plan }}, and you live in {{ city }}.

        This is a mail of the usual small size. It says nothing that matters, and says it in two sentences.

        """;

    public string ContactsFile => Path.Combine(Folder, "contacts.csv");

    public string TemplateFolder => Path.Combine(Folder, "template");

    public static async Task<Material> WriteAsync(string folder, int contacts, CancellationToken cancellationToken)
    {
        var material = new Material(folder, contacts);
        System.IO.Directory.CreateDirectory(material.TemplateFolder);
        await File.WriteAllTextAsync(Path.Combine(material.TemplateFolder, "subject.txt"), Subject, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(material.TemplateFolder, "body.txt"), Body, cancellationToken);
        await using var writer = new StreamWriter(material.ContactsFile);
        await writer.WriteLineAsync("email,first_name,last_name,plan,city");
        for (var row = 0; row < contacts; row++)
        {
            var plan = row % 3 == 0 ? "free" : "pro";
            await writer.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"user{row}@example{row % 500}.test,First{row},Last{row},{plan},\"City, {row % 100}\""));
        }

        return material;
    }
}
