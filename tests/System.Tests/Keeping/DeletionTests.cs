using System.IO.Compression;
using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Keeping;

/// <summary>A campaign goes away, whatever happens meanwhile.</summary>
[Collection(TestGroups.Embedded)]
public sealed class DeletionTests(ITestOutputHelper log)
{
    private const int Contacts = 5_000;

    [Fact]
    public async Task Delete_KilledInTheMiddle_GoesOnAtTheNextStartAndLeavesNothing()
    {
        await using var workspace = new Workspace().Set("Sending__BatchSize", "5");
        var contacts = workspace.Contacts(Enumerable.Range(0, Contacts).Select(static i => i % 10 == 9 ? $"nobody{i}" : $"user{i}@example.test"));
        (await workspace.LaunchAsync(contacts, "gone")).AssertExit(1);
        var store = new StoreFile(workspace);
        var before = store.Rows();
        Assert.True(await store.HoldsAsync("user17@example.test"));
        Assert.Equal(Contacts * 9 / 10, workspace.Mails().Count);

        (await workspace.RunAsync("export", "gone", workspace.File("gone.zip"))).AssertExit(0);
        (await workspace.RunAsync("delete", "gone")).AssertRefused(2, "--yes");
        Assert.Equal(before, store.Rows());
        var console = workspace.Start("delete", "gone", "--yes");
        await Eventually.TrueAsync(() => store.Rows() < before - 100, () => $"{console}");
        await console.KillAsync();

        var between = store.Rows();
        log.WriteLine($"killed at {between} of {before} rows");
        Assert.InRange(between, 100, before - 100); // else it was not in the middle
        var run = await workspace.RunAsync("run");
        run.AssertExit(0);

        Assert.True(store.Rows() == 1, $"{store.Rows()} rows are left. {run}"); // the directory, which names nobody
        Assert.False(await store.HoldsAsync("user17@example.test"));
        Assert.False(await store.HoldsAsync("nobody19"));
        Assert.Empty(workspace.Mails());
        Assert.Equal("", (await workspace.RunAsync("list")).Output);
        (await workspace.RunAsync("delete", "gone", "--yes")).AssertRefused(2, "no campaign 'gone'");
        await AssertExportedAsync(workspace.File("gone.zip"));
    }

    [Fact]
    public async Task Delete_ACancelledCampaignBesideOneThatSends_SetsNothingToWork()
    {
        await using var workspace = new Workspace();
        foreach (var id in new[] { "one", "two" })
        {
            // Scheduled: it would start as soon as a silo that sends is there.
            var process = workspace.Launch(workspace.Contacts([$"{id}@example.test"], id + ".csv"), id, "--at", TimeProvider.System.GetUtcNow().AddSeconds(30).ToString("O"), "--no-watch");
            (await Workspace.EndAsync(process)).AssertExit(0);
        }

        (await workspace.RunAsync("delete", "one", "--yes")).AssertRefused(2, "cancel");
        (await workspace.RunAsync("cancel", "one")).AssertExit(0);
        var store = new StoreFile(workspace);
        Assert.Equal((1, 1), (store.Reminders("one"), store.Reminders("two"))); // those of the silos that sent
        (await workspace.RunAsync("delete", "one", "--yes")).AssertExit(0);

        Assert.False(await store.HoldsAsync("one@example.test"));
        Assert.Equal((0, 1), (store.Reminders("one"), store.Reminders("two")));
        Assert.Equal("scheduled", (await workspace.StatusAsync("two")).Phase);
        Assert.Empty(workspace.Mails());
    }

    private static async Task AssertExportedAsync(string file)
    {
        await using var archive = await ZipFile.OpenReadAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(1 + (Contacts * 9 / 10), await LinesAsync(archive, "recipients.csv"));
        Assert.Equal(1 + (Contacts / 10), await LinesAsync(archive, "rejects.csv"));
        Assert.Equal(1, await LinesAsync(archive, "status.json"));
    }

    private static async Task<int> LinesAsync(ZipArchive archive, string name)
    {
        using var reader = new StreamReader(await archive.GetEntry(name)!.OpenAsync(TestContext.Current.CancellationToken));
        return (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
    }
}
