using EmailCampaign.Campaigns;

namespace EmailCampaign.Grains.Tests.Campaigns;

public sealed class CampaignStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(CampaignPhase.Importing, CampaignPhase.Importing, CommandRefusal.None)]
    [InlineData(CampaignPhase.Scheduled, CampaignPhase.Paused, CommandRefusal.None)]
    [InlineData(CampaignPhase.Sending, CampaignPhase.Paused, CommandRefusal.None)]
    [InlineData(CampaignPhase.Paused, CampaignPhase.Paused, CommandRefusal.None)]
    [InlineData(CampaignPhase.Completed, CampaignPhase.Completed, CommandRefusal.Finished)]
    [InlineData(CampaignPhase.Cancelled, CampaignPhase.Cancelled, CommandRefusal.Finished)]
    [InlineData(CampaignPhase.Deleting, CampaignPhase.Deleting, CommandRefusal.Deleting)]
    public void Pause_InEachPhase_IsTheTable(CampaignPhase from, CampaignPhase to, CommandRefusal refusal)
        => Check(In(from).Pause(), to, refusal);

    [Theory]
    [InlineData(CampaignPhase.Importing, CampaignPhase.Importing, CommandRefusal.None)]
    [InlineData(CampaignPhase.Scheduled, CampaignPhase.Scheduled, CommandRefusal.None)]
    [InlineData(CampaignPhase.Sending, CampaignPhase.Sending, CommandRefusal.None)]
    [InlineData(CampaignPhase.Paused, CampaignPhase.Sending, CommandRefusal.None)]
    [InlineData(CampaignPhase.Completed, CampaignPhase.Completed, CommandRefusal.Finished)]
    [InlineData(CampaignPhase.Cancelled, CampaignPhase.Cancelled, CommandRefusal.Finished)]
    [InlineData(CampaignPhase.Deleting, CampaignPhase.Deleting, CommandRefusal.Deleting)]
    public void Resume_InEachPhase_IsTheTable(CampaignPhase from, CampaignPhase to, CommandRefusal refusal)
        => Check(In(from).Resume(scheduledAt: null, Now), to, refusal);

    [Theory]
    [InlineData(CampaignPhase.Importing, CampaignPhase.Cancelled, CommandRefusal.None)]
    [InlineData(CampaignPhase.Scheduled, CampaignPhase.Cancelled, CommandRefusal.None)]
    [InlineData(CampaignPhase.Sending, CampaignPhase.Cancelled, CommandRefusal.None)]
    [InlineData(CampaignPhase.Paused, CampaignPhase.Cancelled, CommandRefusal.None)]
    [InlineData(CampaignPhase.Completed, CampaignPhase.Completed, CommandRefusal.Finished)]
    [InlineData(CampaignPhase.Cancelled, CampaignPhase.Cancelled, CommandRefusal.None)]
    [InlineData(CampaignPhase.Deleting, CampaignPhase.Deleting, CommandRefusal.Deleting)]
    public void Cancel_InEachPhase_IsTheTable(CampaignPhase from, CampaignPhase to, CommandRefusal refusal)
        => Check(In(from).Cancel(Now), to, refusal);

    [Theory]
    [InlineData(CampaignPhase.Importing, CampaignPhase.Importing, CommandRefusal.NotImported)]
    [InlineData(CampaignPhase.Scheduled, CampaignPhase.Scheduled, CommandRefusal.NotImported)]
    [InlineData(CampaignPhase.Sending, CampaignPhase.Sending, CommandRefusal.None)]
    [InlineData(CampaignPhase.Paused, CampaignPhase.Paused, CommandRefusal.None)]
    [InlineData(CampaignPhase.Completed, CampaignPhase.Sending, CommandRefusal.None)]
    [InlineData(CampaignPhase.Cancelled, CampaignPhase.Cancelled, CommandRefusal.Finished)]
    [InlineData(CampaignPhase.Deleting, CampaignPhase.Deleting, CommandRefusal.Deleting)]
    public void Replay_InEachPhase_IsTheTable(CampaignPhase from, CampaignPhase to, CommandRefusal refusal)
        => Check(In(from).Replay(ratePerSecond: null, Now), to, refusal);

    [Theory]
    [InlineData(CampaignPhase.Importing, CampaignPhase.Importing, CommandRefusal.NotFinished)]
    [InlineData(CampaignPhase.Scheduled, CampaignPhase.Scheduled, CommandRefusal.NotFinished)]
    [InlineData(CampaignPhase.Sending, CampaignPhase.Sending, CommandRefusal.NotFinished)]
    [InlineData(CampaignPhase.Paused, CampaignPhase.Paused, CommandRefusal.NotFinished)]
    [InlineData(CampaignPhase.Completed, CampaignPhase.Deleting, CommandRefusal.None)]
    [InlineData(CampaignPhase.Cancelled, CampaignPhase.Deleting, CommandRefusal.None)]
    [InlineData(CampaignPhase.Deleting, CampaignPhase.Deleting, CommandRefusal.None)]
    public void Delete_InEachPhase_IsTheTable(CampaignPhase from, CampaignPhase to, CommandRefusal refusal)
        => Check(In(from).Delete(settled: true), to, refusal);

    [Theory]
    [InlineData(CampaignPhase.Completed)]
    [InlineData(CampaignPhase.Cancelled)]
    public void Delete_MailsOnTheWire_IsRefused(CampaignPhase phase)
        => Check(In(phase).Delete(settled: false), phase, CommandRefusal.NotFinished);

    [Fact]
    public void Delete_TheImportStoppedForGood_IsDone()
    {
        var deleting = (In(CampaignPhase.Importing) with { Imported = false }).StopImport("A quote never closes.").Delete(settled: true);

        Check(deleting, CampaignPhase.Deleting, CommandRefusal.None);
        Assert.Equal((PauseReason.None, null), (deleting.Next.PauseReason, deleting.Next.Reason));
    }

    [Fact]
    public void Replay_ACompletedCampaign_RunsAgainAtTheNewRate()
    {
        var state = In(CampaignPhase.Completed).Replay(5, Now).Next;

        Assert.Equal((CampaignPhase.Sending, 5.0, 4), (state.Phase, state.RatePerSecond, state.Epoch));
        Assert.Null(state.FinishedAt);
        Assert.Equal(4, In(CampaignPhase.Sending).Replay(null, Now).Next.Epoch); // trouble of the run before pauses nothing
    }

    [Fact]
    public void Replay_Refused_ChangesNotEvenTheRate()
        => Assert.Equal(In(CampaignPhase.Cancelled), In(CampaignPhase.Cancelled).Replay(5, Now).Next);

    [Fact]
    public void Resume_Paused_ForgetsTheReasonAndRaisesTheEpoch()
    {
        var state = In(CampaignPhase.Sending).Pause(PauseReason.ProviderRefuses, "535").Resume(scheduledAt: null, Now).Next;

        Assert.Equal((PauseReason.None, null, 4), (state.PauseReason, state.Reason, state.Epoch));
        Assert.Equal(Now, In(CampaignPhase.Paused).Resume(scheduledAt: null, Now).Next.StartedAt);
    }

    [Theory]
    [InlineData(1, CampaignPhase.Scheduled)]
    [InlineData(0, CampaignPhase.Sending)]
    [InlineData(-7200, CampaignPhase.Sending)]
    public void Resume_PausedBeforeItsTime_WaitsForIt(int seconds, CampaignPhase expected)
    {
        var state = In(CampaignPhase.Scheduled).Pause().Next.Resume(Now.AddSeconds(seconds), Now).Next;

        Assert.Equal((expected, PauseReason.None, null), (state.Phase, state.PauseReason, state.Reason));
    }

    [Fact]
    public void Resume_StartedBeforeTheClockWentBack_GoesOn()
    {
        var started = In(CampaignPhase.Scheduled).Due(Now, Now);

        Check(started.Pause().Next.Resume(Now, Now.AddHours(-1)), CampaignPhase.Sending, CommandRefusal.None);
    }

    [Fact]
    public void Resume_TheImportNeverEnded_IsRefused()
        => Check((In(CampaignPhase.Importing) with { Imported = false }).StopImport("A quote never closes.").Resume(scheduledAt: null, Now), CampaignPhase.Paused, CommandRefusal.NotImported);

    [Fact]
    public void Pause_WhileImporting_HoldsTheCampaignAfterwards()
    {
        var held = In(CampaignPhase.Importing).Pause().Next;

        var state = held.CompleteImport(scheduledAt: null, Now);
        Assert.Equal((CampaignPhase.Paused, PauseReason.Operator, true, false), (state.Phase, state.PauseReason, state.Imported, state.Held));
        Assert.Equal(CampaignPhase.Sending, held.Resume(scheduledAt: null, Now).Next.CompleteImport(scheduledAt: null, Now).Phase);
    }

    [Fact]
    public void CompleteImport_ByTheSchedule_WaitsOrStarts()
    {
        var state = In(CampaignPhase.Importing);

        Assert.Equal(CampaignPhase.Scheduled, state.CompleteImport(Now + TimeSpan.FromTicks(1), Now).Phase);
        Assert.Equal(CampaignPhase.Sending, state.CompleteImport(Now, Now).Phase);
        Assert.Equal((CampaignPhase.Sending, Now), (state.CompleteImport(null, Now).Phase, state.CompleteImport(null, Now).StartedAt!.Value));
        Assert.Equal(PauseReason.ScheduleMissed, state.CompleteImport(Now - CampaignState.LatestStart - TimeSpan.FromTicks(1), Now).PauseReason);
    }

    [Theory]
    [InlineData(-1, CampaignPhase.Scheduled, PauseReason.None)]
    [InlineData(0, CampaignPhase.Sending, PauseReason.None)]
    [InlineData(3600, CampaignPhase.Sending, PauseReason.None)]
    [InlineData(3601, CampaignPhase.Paused, PauseReason.ScheduleMissed)]
    public void Due_ByTheTimeSinceTheSchedule_StartsOrAsksAPerson(int seconds, CampaignPhase expected, PauseReason reason)
    {
        var state = In(CampaignPhase.Scheduled).Due(Now, Now.AddSeconds(seconds));

        Assert.Equal((expected, reason), (state.Phase, state.PauseReason));
    }

    [Theory]
    [InlineData(CampaignPhase.Sending)]
    [InlineData(CampaignPhase.Paused)]
    [InlineData(CampaignPhase.Cancelled)]
    [InlineData(CampaignPhase.Completed)]
    public void Due_InAnotherPhase_ChangesNothing(CampaignPhase phase) => Assert.Equal(In(phase), In(phase).Due(Now, Now));

    [Fact]
    public void Cancel_Paused_HasNoPauseReasonAnyMore()
    {
        var state = In(CampaignPhase.Sending).Pause(PauseReason.RejectionStorm, "550").Cancel(Now).Next;

        Assert.Equal((CampaignPhase.Cancelled, PauseReason.None, null, Now), (state.Phase, state.PauseReason, state.Reason, state.FinishedAt!.Value));
        Assert.True(state.IsFinished);
    }

    private static CampaignState In(CampaignPhase phase) => new() { Phase = phase, Imported = phase > CampaignPhase.Importing, Epoch = 3 };

    private static void Check(Transition transition, CampaignPhase to, CommandRefusal refusal)
        => Assert.Equal((to, refusal), (transition.Next.Phase, transition.Refusal));
}
