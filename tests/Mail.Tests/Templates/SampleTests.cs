using CsvHelper;
using EmailCampaign.Mail.Templates;

namespace EmailCampaign.Mail.Tests.Templates;

public sealed class SampleTests
{
    private static readonly string[] Reserved = ["example.com", "example.org", "example.net", "mail.example", "post.example"];

    [Fact]
    public async Task Contacts_Sample_IsAThousandDistinctReservedAddresses()
    {
        var (columns, rows) = await ContactsAsync();

        Assert.Equal(["email", "first_name", "last_name", "plan", "city"], columns);
        Assert.Equal(1000, rows.Count);
        Assert.Equal(1000, rows.Select(row => row[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(rows, row => Assert.Equal(5, row.Count));
        Assert.All(rows, row => Assert.Contains(row[0].Split('@')[1], Reserved));
        Assert.Contains(rows, row => row[4] == "Washington, D.C.");
        Assert.Contains(rows, row => row[1] == "美咲");
    }

    [Fact]
    public async Task Welcome_Sample_RendersForEveryContact()
    {
        var (columns, rows) = await ContactsAsync();
        var reading = await TemplateFolder.ReadAsync(
            Path.Combine(Root.FullName, "samples", "welcome"), TestContext.Current.CancellationToken);
        var template = TemplateFixture.Compiled(
            Assert.IsType<TemplateReading.Read>(reading).Source, TemplateFixture.Input([.. columns]));

        var mails = rows.Select(row => Assert.IsType<Rendering.Rendered>(template.Render(row, row[0]))).ToList();

        Assert.Equal(["email", "first_name", "plan", "city"], template.Variables);
        Assert.All(mails, mail => Assert.DoesNotContain("{", mail.Subject + mail.Text));
        Assert.Contains(mails, mail => mail.Subject == "Welcome to Acme, friend: your Team plan is ready");
        Assert.All(mails, mail => Assert.InRange(mail.Html!.Length, 3_000, 20_000));
    }

    private static DirectoryInfo Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "EmailCampaign.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
            }

            return folder;
        }
    }

    private static async Task<(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)> ContactsAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var file = File.OpenRead(Path.Combine(Root.FullName, "samples", "contacts.csv"));
        using var reader = CsvReader.Create(file, new CsvReaderOptions());
        await reader.ReadHeaderAsync(cancellationToken);
        var rows = new List<IReadOnlyList<string>>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return ([.. reader.Headers!], rows);
    }
}
