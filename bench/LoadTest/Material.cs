using System.Globalization;

namespace EmailCampaign.LoadTest;

/// <summary>Contacts, template and data directories in a folder that goes away.</summary>
internal sealed class Material : IDisposable
{
    private readonly string _folder;
    private int _directories;

    private Material(string folder, int contacts)
    {
        _folder = folder;
        Contacts = contacts;
    }

    public int Contacts { get; }

    public string ContactsFile => Path.Combine(_folder, "contacts.csv");

    public string Template => Path.Combine(_folder, "template");

    public static Material Create(int contacts)
    {
        var material = new Material(Directory.CreateTempSubdirectory("campaign-load-").FullName, contacts);
        using (var csv = new StreamWriter(material.ContactsFile))
        {
            csv.Write("email,first_name,last_name,plan,city\n");
            for (var index = 0; index < contacts; index++)
            {
                csv.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"user{index}@example{index % 500}.test,First{index},Last{index},{(index % 3 > 0 ? "pro" : "free")},\"City, {index % 100}\"\n"));
            }
        }

        Directory.CreateDirectory(material.Template);
        File.WriteAllText(Path.Combine(material.Template, "subject.txt"), "Hello {{ first_name }}");
        File.WriteAllText(Path.Combine(material.Template, "body.txt"), Wording("{{ first_name }}", "{{ last_name }}", "{{ plan }}", "{{ city }}"));
        return material;
    }

    /// <summary>The small text mail that every subject sends.</summary>
    public static string Wording(string firstName, string lastName, string plan, string city) =>
        $"Hello {firstName} {lastName},\n\nYour plan is {plan} and you live in {city}.\n\nLorem ipsum dolor sit amet, consectetur adipiscing elit, "
        + "sed do eiusmod tempor incididunt ut labore et dolore magna aliqua.\n";

    /// <summary>A data directory that nobody has used.</summary>
    public string NextDataDirectory() => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"data-{_directories++}"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
