using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class SchedulingPolicyTests
{
    [Fact]
    public void UseBatchHere_WhereLinuxHasTurns_AppliesToTheThreadAndThoseThatItStarts()
    {
        Assert.SkipUnless(LinuxThreads.HaveTurns, "Turns need Linux 6.12 and no sandbox.");
        var (before, applies, own, started, hasTurns) = (-1, false, -1, -1, false);

        Run(() =>
        {
            before = LinuxThreads.Policy();
            applies = SchedulingPolicy.UseBatchHere();
            own = LinuxThreads.Policy();
            Run(() =>
            {
                started = LinuxThreads.Policy();
                hasTurns = SchedulingPolicy.UseBatchHere(); // it says so, and sets nothing, where another policy than the ordinary one applies
            });
        });

        Assert.Equal((LinuxThreads.OrdinaryPolicy, true), (before, applies));
        Assert.Equal((LinuxThreads.BatchPolicy, LinuxThreads.BatchPolicy, true), (own, started, hasTurns));
        Assert.Equal(LinuxThreads.OrdinaryPolicy, LinuxThreads.Policy());
    }

    [Fact]
    public void UseBatchHere_Repeated_StillApplies()
    {
        Assert.SkipUnless(LinuxThreads.HaveTurns, "Turns need Linux 6.12 and no sandbox.");
        var applies = new List<bool>();

        Run(() => applies.AddRange([SchedulingPolicy.UseBatchHere(), SchedulingPolicy.UseBatchHere()]));

        Assert.Equal([true, true], applies);
    }

    [Fact]
    public void UseBatchHere_TurnThatIsNotGiven_LeavesAllAsItWas()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads of other systems have no such policy.");
        var (before, applies, after) = ((-1, ""), true, (-1, ""));

        Run(() =>
        {
            before = (LinuxThreads.Policy(), LinuxThreads.Turn());
            applies = SchedulingPolicy.UseBatchHere(turn: 200_000_000); // the longest is 100 ms
            after = (LinuxThreads.Policy(), LinuxThreads.Turn());
        });

        Assert.False(applies);
        Assert.Equal(before, after);
    }

    [Fact]
    public void UseBatchHere_TurnThatIsNotGiven_LeavesALengthThatWasChosen()
    {
        Assert.SkipUnless(LinuxThreads.HaveTurns, "Turns need Linux 6.12 and no sandbox.");
        var (applies, turn) = (true, ("", ""));

        Run(() =>
        {
            SchedulingPolicy.UseBatchHere();
            SchedulingPolicy.SetPolicy(SchedulingPolicy.Ordinary); // the length stays with the thread
            turn.Item1 = LinuxThreads.Turn();
            applies = SchedulingPolicy.UseBatchHere(turn: 200_000_000);
            turn.Item2 = LinuxThreads.Turn();
        });

        Assert.False(applies);
        Assert.Contains(turn.Item1, (string[])["100000000", ""]);
        Assert.Equal(turn.Item1, turn.Item2);
    }

    [Fact]
    public void UseBatchHere_PolicyThatWasChosen_Stays()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads of other systems have no such policy.");
        var (chosen, applies, after, turn) = (false, true, -1, ("", ""));

        Run(() =>
        {
            chosen = SchedulingPolicy.SetPolicy(SchedulingPolicy.Batch);
            turn.Item1 = LinuxThreads.Turn();
            applies = SchedulingPolicy.UseBatchHere();
            (after, turn.Item2) = (LinuxThreads.Policy(), LinuxThreads.Turn());
        });

        Assert.SkipUnless(chosen, "A sandbox that lets nobody choose.");
        Assert.Equal((false, LinuxThreads.BatchPolicy), (applies, after));
        Assert.Equal(turn.Item1, turn.Item2);
    }

    [Fact]
    public void UseBatch_OnAnotherSystem_DoesNotApply()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux(), "Linux has the policy.");

        Assert.False(SchedulingPolicy.UseBatch());
    }

    // On a thread of its own: what it is told stays with it.
    private static void Run(Action action)
    {
        Exception? failed = null;
        var thread = new Thread(() => failed = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failed);
    }
}
