using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Consoles;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>The disk of the data directory is full: here a small file system in memory, which only the test's own processes see.</summary>
[Collection(TestGroups.Embedded)]
public sealed class FullDiskTests
{
    private const string Mount = "mkdir -p \"$DATA\" && mount -t tmpfs -o size=3m tmpfs \"$DATA\" || exit 99\n";
    private const string MakeRoom = "mount -o remount,size=300m \"$DATA\" || exit 99\n";

    [Fact]
    public async Task Launch_DiskFillsWhileImporting_SaysSoAndResumeFinishesOnceThereIsRoom()
    {
        await using var server = ScriptedSmtpServer.Start();
        await using var workspace = new Workspace().SendTo(server);
        workspace.Set("DATA", workspace.DataDirectory);
        await SkipWithoutMountsAsync(workspace);
        var contacts = workspace.Contacts(Enumerable.Range(0, 30_000).Select(static i => $"a.long.name.for.a.mailbox.{i}@example.test"));

        var run = await workspace.RunWithMountsAsync(
            Mount
            + $"campaign launch '{contacts}' --template '{workspace.TemplateFolder}' --from '{Workspace.From}' --id full --json; echo \"launch $?\"\n"
            + MakeRoom
            + $"campaign resume full '{contacts}' --json; echo \"resume $?\"\n");

        Assert.Contains("launch 3", run.Lines);
        var sentence = Assert.Single(run.Error.Split('\n'), static line => line.StartsWith("The store in ", StringComparison.Ordinal));
        Assert.True(sentence.Contains("full", StringComparison.Ordinal), sentence);
        Assert.Equal("resume 0", run.Lines[^1]);
        var status = StatusLine.Parse(run.Lines[^2]);
        Assert.True(status.AddsUp, status.ToString());
        Assert.Equal((30_000, 30_000), (status.Rows.Accepted, status.Recipients.Sent));
        Assert.Equal(30_000, server.AcceptedByRecipient().Count);
        Assert.Equal(30_000, server.AcceptedCount);
    }

    private static async Task SkipWithoutMountsAsync(Workspace workspace)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux gives a process a file system of its own.");
        var run = await workspace.RunWithMountsAsync(Mount + MakeRoom);
        Assert.SkipUnless(run.ExitCode == 0, $"This system lets nobody mount: {run}");
    }
}
