using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EmailCampaign.Client.Terminals;

namespace EmailCampaign.Client.Tests.Terminals;

public sealed class InterruptionTests
{
    [Fact]
    public void Signal_First_AsksForAnOrderlyEnd()
    {
        var exits = new List<int>();
        using var interruption = new Interruption(exits.Add);

        interruption.Signal(again: true);

        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Empty(exits);
    }

    [Fact]
    public void Signal_SecondCtrlC_EndsAtOnce()
    {
        var exits = new List<int>();
        using var interruption = new Interruption(exits.Add);

        interruption.Signal(again: true);
        interruption.Signal(again: true);

        Assert.Equal([ExitCode.Interrupted], exits);
    }

    [Fact]
    public void Signal_SecondTerm_ChangesNothing()
    {
        var exits = new List<int>();
        using var interruption = new Interruption(exits.Add);

        interruption.Signal(again: false);
        interruption.Signal(again: false);

        Assert.Empty(exits);
    }

    [Fact]
    public async Task Listen_TheTerminalIsClosed_AsksForAnOrderlyEnd()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGHUP to send.");
        using var survivor = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
        using var interruption = new Interruption(static _ => { }).Listen();
        var asked = new TaskCompletionSource();
        await using var registration = interruption.Token.Register(asked.SetResult);

        using var kill = Process.Start("kill", ["-HUP", Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]);

        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }
}
