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
}
