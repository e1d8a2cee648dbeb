namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>A folder of the test's own, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public const string ThreeContacts = "email,first_name\nada@example.com,Ada\nbob@example.com,Bob\ncyd@example.com,Cyd\n";

    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("campaign-test-").FullName;

    public string Contacts(string text = ThreeContacts) => File("contacts.csv", System.Text.Encoding.UTF8.GetBytes(text));

    public string Template(string subject = "Hello {{ first_name }}", string text = "Dear {{ first_name }}")
    {
        File("welcome/subject.txt", System.Text.Encoding.UTF8.GetBytes(subject));
        File("welcome/body.txt", System.Text.Encoding.UTF8.GetBytes(text));
        return System.IO.Path.Combine(Path, "welcome");
    }

    public string File(string name, byte[] content)
    {
        var file = System.IO.Path.Combine(Path, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllBytes(file, content);
        return file;
    }

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
