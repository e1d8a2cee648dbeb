using System.Globalization;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Crashes;

public sealed class ImportCrashTests
{
    private const int Rows = 200_000;

    [Fact]
    public async Task Resume_KilledDuringTheImport_GoesOnWithTheSameFileOnlyAndCountsEveryRowOnce()
    {
        await using var workspace = new Workspace();
        var contacts = workspace.Contacts(Enumerable.Range(0, Rows).Select(Address));
        // Scheduled, so that the import alone is looked at.
        string[] later = ["--at", TimeProvider.System.GetUtcNow().AddDays(2).ToString("o", CultureInfo.InvariantCulture), "--no-watch"];
        var process = workspace.Launch(contacts, "import", later);
        var database = new FileInfo(Path.Combine(workspace.DataDirectory, "campaigns.db"));
        var log = new FileInfo(database.FullName + "-wal");
        await Eventually.TrueAsync(() => Size(database) + Size(log) > 3_000_000, () => $"{Size(database)} + {Size(log)} bytes; {process}");
        await process.KillAsync();

        var status = await workspace.StatusAsync("import");
        Assert.Equal("importing", status.Phase);
        Assert.InRange(status.Rows.Read, 1, Rows - 1);
        (await workspace.RunAsync("resume", "import")).AssertRefused(2, "contacts.csv");
        var other = workspace.Contacts(Enumerable.Range(0, Rows).Select(row => Address(row) + "x"), "other.csv");
        (await workspace.RunAsync("resume", "import", other)).AssertRefused(2, "not the file");

        process = workspace.Start("resume", "import", contacts);
        await process.PrintsAsync("scheduled:");
        await process.KillAsync(); // it would wait for the time

        status = await workspace.StatusAsync("import");
        Assert.Equal("scheduled", status.Phase);
        Assert.Equal(new RowsPart(Rows, Rows - 2_000 - 1_000, 2_000, 1_000), status.Rows);
        Assert.Equal(Rows - 3_000, status.Recipients.Pending);
    }

    // One row in a hundred is no address, one in two hundred repeats a row from far before: on the other side of any kill.
    private static string Address(int row) => (row % 100) switch
    {
        50 => $"no address {row}",
        0 when row >= Rows / 2 => $"user{(row - (Rows / 2)) + 1}@example.test",
        _ => $"user{row}@example.test",
    };

    private static long Size(FileInfo file)
    {
        file.Refresh();
        return file.Exists ? file.Length : 0;
    }
}
