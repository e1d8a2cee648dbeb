using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>Two consoles on one data directory: one hosts, the other joins, and takes over when the first one goes.</summary>
public sealed class TwoConsolesTests(ITestOutputHelper log)
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("INT")]
    public async Task Launch_HostGoes_TheOtherConsoleTakesOverAndBothCampaignsComplete(string end)
    {
        Assert.SkipWhen(end == "INT" && OperatingSystem.IsWindows(), "Windows has no way to send Ctrl-C to one process that shares no console.");
        await using var gate = new SendingGate();
        await using var workspace = new Workspace().SendTo(gate.Server);
        var first = Enumerable.Range(0, 4_000).Select(i => $"first{i}@example{i % 50}.test").ToList();
        var second = Enumerable.Range(0, 4_000).Select(i => $"second{i}@example{i % 50}.test").ToList();
        gate.CloseAt(500);
        var host = workspace.Launch(workspace.Contacts(first, "first.csv"), "first");
        await Eventually.TrueAsync(() => gate.Held >= 5, host.ToString);

        (await workspace.RunAsync("pause", "first")).AssertExit(0);
        Assert.Equal("paused", (await workspace.StatusAsync("first")).Phase);
        gate.Open();
        Assert.Equal(130, await host.ExitAsync()); // paused by an operator: it has nothing to host for any more

        gate.CloseAt(1_500);
        host = workspace.Start("resume", "first");
        await Eventually.TrueAsync(() => gate.Held >= 5, host.ToString);
        (await workspace.RunAsync("pause", "first")).AssertExit(0);
        var other = workspace.Launch(workspace.Contacts(second, "second.csv"), "second");
        await other.PrintsAsync("sending:");
        gate.Open();
        gate.CloseAt(3_000);
        await Eventually.TrueAsync(() => gate.Held >= 5, () => $"{host}\n{other}");
        Assert.False(host.HasExited, host.ToString()); // it hosts the other's campaign
        var resumed = workspace.Start("resume", "first");
        await resumed.PrintsAsync("sending:");

        if (end == "KILL")
        {
            await host.KillAsync();
            await gate.OpenAndEmptyAsync();
        }
        else
        {
            await host.SignalAsync(end);
            await host.PrintsAsync("Stopping:");
            gate.Open();
            Assert.Equal(130, await host.ExitAsync());
        }

        (await Workspace.EndAsync(other)).AssertExit(0);
        (await Workspace.EndAsync(resumed)).AssertExit(0);
        Assert.Contains("goes on in its place", other.Error + resumed.Error, StringComparison.Ordinal);
        var counts = gate.Server.AcceptedByRecipient();
        Assert.Empty(first.Concat(second).Except(counts.Keys));
        var doubts = (await workspace.RecipientsAsync("first")).Concat(await workspace.RecipientsAsync("second")).Where(recipient => recipient.Doubts > 0).ToList();
        log.WriteLine($"{doubts.Count} doubts, {counts.Values.Sum() - counts.Count} duplicates");
        Assert.Empty(counts.Where(count => count.Value > 1).Select(count => count.Key).Except(doubts.Select(recipient => recipient.Email)));
        if (end == "INT")
        {
            Assert.Empty(doubts);
        }
    }
}
