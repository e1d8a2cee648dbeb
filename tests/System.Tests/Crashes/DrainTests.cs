using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Crashes;

[Collection(TestGroups.Embedded)]
public sealed class DrainTests
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Signal_MailsOnTheWire_AreFinishedAndResumeSendsTheRestExactlyOnce(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no way to send Ctrl-C to one process that shares no console.");
        await using var gate = new SendingGate();
        await using var workspace = new Workspace().SendTo(gate.Server);
        var addresses = Enumerable.Range(0, 5_000).Select(i => $"user{i}@example{i % 50}.test").ToList();
        gate.CloseAt(1_500);
        var process = workspace.Launch(workspace.Contacts(addresses), "drain");
        await Eventually.TrueAsync(() => gate.Held >= 5, process.ToString);

        await process.SignalAsync(signal);
        await process.PrintsAsync("Stopping:");
        gate.Open();
        var run = await Workspace.EndAsync(process);

        run.AssertExit(130);
        Assert.Contains("campaign resume drain", run.Error, StringComparison.Ordinal);
        var status = await workspace.StatusAsync("drain");
        Assert.Equal((0, 0), (status.Recipients.InDoubt, status.Recipients.Claimed));
        Assert.Equal(gate.Server.AcceptedCount, status.Recipients.Sent);
        Assert.True(status.Recipients.Pending > 0, status.ToString());
        (await workspace.RunAsync("resume", "drain")).AssertExit(0);
        var counts = gate.Server.AcceptedByRecipient();
        Assert.Equal(addresses.Count, counts.Count);
        Assert.All(counts, count => Assert.Equal(1, count.Value));
    }
}
