using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Consoles;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>The console is killed while it stores the contacts.</summary>
[Collection(TestGroups.Embedded)]
public sealed class ImportKillTests
{
    private const int Rows = 200_000;

    [Fact]
    public async Task Resume_KilledInTheImport_NeedsTheFileAndCountsItsRowsOnce()
    {
        await using var workspace = new Workspace();
        var contacts = workspace.Contacts(Enumerable.Range(0, Rows).Select(Address));
        var duplicates = Enumerable.Range(0, Rows).Count(IsDuplicate);
        var rejected = Enumerable.Range(0, Rows).Count(IsBad);

        // Scheduled, so that the import is all there is.
        var console = workspace.Launch(contacts, "import", "--json", "--at", "2100-01-01T00:00:00Z");
        await console.PrintsAsync("\"importing\"");
        await console.KillAsync();

        var half = await workspace.StatusAsync("import");
        Assert.Equal("importing", half.Phase);
        Assert.InRange(half.Rows.Read, 1, Rows - 1);
        (await workspace.RunAsync("resume", "import")).AssertRefused(2, "contacts.csv", "not all stored");
        var other = workspace.Contacts(["somebody.else@example.test"], "other.csv");
        (await workspace.RunAsync("resume", "import", other)).AssertRefused(2, "is not the file");

        console = workspace.Start("resume", "import", contacts, "--json");
        await console.PrintsAsync("\"scheduled\"");
        if (OperatingSystem.IsWindows())
        {
            await console.KillAsync();
        }
        else
        {
            await console.SignalAsync("INT");
            Assert.Equal(130, await console.ExitAsync());
        }

        var status = await workspace.StatusAsync("import");
        Assert.Equal(new RowsPart(Rows, Rows - rejected - duplicates, rejected, duplicates), status.Rows);
        Assert.Equal(status.Rows.Accepted, status.Recipients.Pending);
        var recipients = await workspace.RecipientsAsync("import");
        Assert.Equal(status.Rows.Accepted, recipients.Select(recipient => recipient.Email).Distinct(StringComparer.Ordinal).Count());
        var rejects = await workspace.RunAsync("rejects", "import", "--json");
        Assert.Equal(rejected + duplicates, rejects.Lines.Count);
    }

    // A duplicate repeats a row of the first half of the file before it: many lie on the other side of the kill.
    private static string Address(int row) => IsBad(row) ? $"nobody{row}" : IsDuplicate(row) ? Plain(row / 2) : Plain(row);

    private static string Plain(int row) => $"user{row}.with.a.rather.long.name@department{row % 100}.example.test";

    private static bool IsBad(int row) => row % 500 == 499;

    private static bool IsDuplicate(int row) => row % 250 == 2 && !IsBad(row / 2) && !IsDuplicate(row / 2);
}
