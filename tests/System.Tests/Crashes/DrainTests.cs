using EmailCampaign.SystemTests.Consoles;
using EmailCampaign.Testing.Processes;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.SystemTests.Crashes;

/// <summary>An orderly end in the middle of a campaign.</summary>
public sealed class DrainTests
{
    private const int Recipients = 5_000;

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_WithMailsOnTheWire_FinishesThemLeavesNothingInDoubtAndResumeRepeatsNone(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = ScriptedSmtpServer.Start();
        server.Script = new SmtpScript
        {
            Otherwise = exchange => exchange.Step == SmtpStep.Dot && server.AcceptedCount >= 500 ? new SmtpAction.Hold(gate.Task) : null,
        };
        await using var workspace = new Workspace().SendTo(server);
        var contacts = workspace.Contacts(Enumerable.Range(0, Recipients).Select(i => $"user{i}@example.test"));
        var console = workspace.Launch(contacts, "drained");
        await Eventually.TrueAsync(() => server.Steps(SmtpStep.Dot) > server.AcceptedCount && server.AcceptedCount >= 500, () => $"{server.AcceptedCount}");
        var onTheWire = server.Steps(SmtpStep.Dot) - server.AcceptedCount;

        await console.SignalAsync(signal);
        await console.PrintsAsync("Stopping");
        gate.SetResult();

        var run = await Workspace.EndAsync(console);
        run.AssertExit(130);
        Assert.Contains("campaign resume drained", run.Error, StringComparison.Ordinal);
        Assert.True(onTheWire > 0);
        Assert.InRange(server.AcceptedCount, 500 + onTheWire, Recipients - 1);
        var status = await workspace.StatusAsync("drained");
        Assert.Equal((server.AcceptedCount, 0, 0), (status.Recipients.Sent, status.Recipients.Claimed, status.Recipients.InDoubt));

        (await workspace.RunAsync("resume", "drained")).AssertExit(0);

        var counts = server.AcceptedByRecipient();
        Assert.Equal((Recipients, Recipients), (counts.Count, server.AcceptedCount));
    }
}
