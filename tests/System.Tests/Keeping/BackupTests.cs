using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.SystemTests.Crashes;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Keeping;

/// <summary>The store is copied while a campaign is being sent.</summary>
[Collection(TestGroups.Embedded)]
public sealed class BackupTests(ITestOutputHelper log)
{
    [Fact]
    public async Task Backup_WhileSending_IsAStoreThatAddsUpAndDisturbsNothing()
    {
        await using var gate = new SendingGate();
        await using var workspace = new Workspace().SendTo(gate.Server);
        gate.CloseAt(2_000);
        var launch = workspace.Launch(workspace.Contacts(Enumerable.Range(0, 6_000).Select(static i => $"user{i}@example.test")), "copied");
        await Eventually.TrueAsync(() => gate.Server.AcceptedCount >= 500, launch.ToString);

        // One among the writes, and one while exactly the claimed mails are on the wire.
        (await workspace.RunAsync("backup", workspace.File("early.db"))).AssertExit(0);
        await Eventually.TrueAsync(() => gate.Held >= 5, launch.ToString);
        (await workspace.RunAsync("backup", workspace.File("held.db"))).AssertExit(0);
        (await workspace.RunAsync("backup", workspace.File("held.db"))).AssertRefused(2, "is there already");

        var early = await RestoredAsync(workspace.File("early.db"));
        var held = await RestoredAsync(workspace.File("held.db"));
        log.WriteLine($"{early}\n{held}");
        Assert.Equal((6_000, 6_000), (early.Recipients.Total, held.Recipients.Total));
        Assert.InRange(early.Recipients.Sent, 1, held.Recipients.Sent);
        Assert.InRange(held.Recipients.Claimed, 5, 500);
        gate.Open();
        (await Workspace.EndAsync(launch)).AssertExit(0);
        Assert.All(gate.Server.AcceptedByRecipient().Values, static count => Assert.Equal(1, count));
        Assert.Equal(6_000, gate.Server.AcceptedCount);
    }

    private static async Task<StatusLine> RestoredAsync(string copy)
    {
        await using var restored = new Workspace();
        System.IO.Directory.CreateDirectory(restored.DataDirectory);
        File.Copy(copy, System.IO.Path.Combine(restored.DataDirectory, "campaigns.db"));
        var status = await restored.StatusAsync("copied");
        Assert.Equal("sending", status.Phase);
        return status;
    }
}
