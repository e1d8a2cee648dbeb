using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Senders;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>Group commit: what is in a write, what waits for it, and what stops the claims.</summary>
public sealed class BatchDeliveryTests
{
    // A write that took long has cost the slice its permit, and it waits for another one.
    [Fact]
    public void Run_PausedWhileASliceWaitsForItsTime_GivesItBackUnsent()
    {
        var stage = new DeliveryStage(3);
        stage.Run(rate: 1);
        Assert.NotNull(stage.OpenWrite);
        stage.Pass(TimeSpan.FromMilliseconds(500));
        stage.AnswerWrite();
        Assert.Equal(1, stage.Delivery.Ledger.Count().Claimed);
        Assert.Empty(stage.Slices);

        stage.Run(sends: false, rate: 1);
        for (var passed = 0; passed < 20; passed++)
        {
            stage.Pass(TimeSpan.FromMilliseconds(100));
            stage.AnswerWrites();
        }

        Assert.Empty(stage.Slices);
        Assert.Equal(new RecipientCounts { Pending = 3 }, stage.Delivery.Ledger.Count());
    }

    [Fact]
    public void Run_PausedWhileAClaimIsWritten_GivesTheUnusedPermitBack()
    {
        var stage = new DeliveryStage(recipients: 1);
        stage.Run(rate: 1);
        Assert.NotNull(stage.OpenWrite);
        var pace = stage.Silo.Paces.For("spring");

        stage.Run(sends: false, rate: 1);
        stage.AnswerWrites();

        Assert.Empty(stage.Slices);
        Assert.True(pace.ReserveAsync(1, CancellationToken.None).IsCompletedSuccessfully);
    }

    [Fact]
    public void Run_PendingRecipients_DispatchesOnlyAfterTheClaimIsWritten()
    {
        var stage = new DeliveryStage(recipients: 4);
        stage.Run();

        Assert.NotNull(stage.OpenWrite);
        Assert.Empty(stage.Slices);
        Assert.Equal(4, stage.Delivery.Report().Counts.Pending);

        stage.AnswerWrite();

        Assert.Equal(4, stage.Delivery.Report().Counts.Claimed);
        Assert.Equal([2, 2], stage.Slices.Select(static slice => slice.Order.Members.Count));
    }

    [Fact]
    public void Run_AWriteThatIsNotCarriedOut_DispatchesNothingAndTriesAgainLater()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run();
        stage.FailWrite();

        Assert.Empty(stage.Slices);
        Assert.Equal(0, stage.Silo.Scheduler.Busy);
        Assert.Null(stage.OpenWrite);

        stage.Pass(TimeSpan.FromMilliseconds(100));
        stage.AnswerWrite();
        Assert.Single(stage.Slices);
    }

    [Fact]
    public void Run_AWriteOfUnknownFateThatWasCarriedOut_DispatchesIt()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run();
        Assert.True(stage.OpenWrite!.Land());
        stage.FailWrite();

        Assert.Single(stage.Slices);
        Assert.Equal(2, stage.Delivery.Report().Counts.Claimed);
    }

    [Fact]
    public void Run_AWriteThatLandsAfterItWasGivenUp_GivesItsClaimsBack()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run();
        var late = stage.OpenWrite!;
        stage.FailWrite();
        stage.Pass(TimeSpan.FromMilliseconds(100));
        Assert.True(late.Land());
        stage.AnswerWrite(); // refused: the row is the earlier write's

        stage.Pass(TimeSpan.FromSeconds(1));
        stage.AnswerWrites();

        Assert.Single(stage.Slices);
        Assert.All(stage.Row.Ledger.Recipients, static entry => Assert.Equal((RecipientStatus.Claimed, 1, 0), (entry.Status, entry.Attempts, entry.DoubtsEver)));
    }

    [Fact]
    public void Commit_ASliceComesBackWhileOthersWait_WritesItsOutcomesWithTheNextClaims()
    {
        var stage = new DeliveryStage(recipients: 6);
        stage.Run();
        stage.AnswerWrite();
        var version = stage.Row.Version;

        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);
        stage.AnswerWrite();

        Assert.Equal(version + 1, stage.Row.Version);
        Assert.Equal((2, 4), (stage.Row.Ledger.Count().Sent, stage.Row.Ledger.Count().Claimed));
        Assert.Equal(2, stage.Slices.Count);
    }

    [Fact]
    public void Commit_SlicesComeBackWithinAMoment_AreWrittenTogether()
    {
        var stage = new DeliveryStage(recipients: 16, senders: 4, gathering: TimeSpan.FromMilliseconds(8));
        stage.Run();
        stage.AnswerWrites();
        Assert.Equal(4, stage.Slices.Count);

        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);
        Assert.Null(stage.OpenWrite);
        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);
        Assert.Null(stage.OpenWrite);
        stage.Pass(TimeSpan.FromMilliseconds(8));

        stage.AnswerWrite();
        Assert.Null(stage.OpenWrite);
        Assert.Equal((4, 8), (stage.Delivery.Ledger.Count().Sent, stage.Delivery.Ledger.Count().Claimed));
    }

    [Fact]
    public void Commit_TheLastSliceOutComesBack_IsWrittenAtOnce()
    {
        var stage = new DeliveryStage(recipients: 2, senders: 4, gathering: TimeSpan.FromHours(1));
        stage.Run();
        stage.AnswerWrites();

        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);

        stage.AnswerWrite();
        Assert.Equal(2, stage.Delivery.Ledger.Count().Sent);
    }

    [Fact]
    public void Commit_ACommandComesWhileAWriteIsGathered_IsNotHeldUp()
    {
        var stage = new DeliveryStage(recipients: 16, senders: 4, gathering: TimeSpan.FromHours(1));
        stage.Run();
        stage.AnswerWrites();
        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);
        Assert.Null(stage.OpenWrite);

        var commit = stage.Delivery.CommitAsync(static (ledger, now) => ledger.Discard([], now) with { });
        stage.Pass(TimeSpan.Zero);
        stage.AnswerWrites();

        Assert.True(commit.IsCompletedSuccessfully);
    }

    [Fact]
    public void Run_PausedWhileAWriteIsGathered_WritesWhatThereIs()
    {
        var stage = new DeliveryStage(recipients: 16, senders: 4, gathering: TimeSpan.FromHours(1));
        stage.Run();
        stage.AnswerWrites();
        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);

        stage.Run(epoch: 2, sends: false);
        stage.AnswerWrites();

        Assert.Equal(2, stage.Delivery.Ledger.Count().Sent);
    }

    [Fact]
    public void Report_OutcomesThatArriveDuringAWrite_AreNotShownBeforeTheNext()
    {
        var stage = new DeliveryStage(recipients: 4);
        stage.Run();
        stage.AnswerWrite();
        var (first, second) = (stage.Slices[0], stage.Slices[1]);

        stage.Finish(first, DeliveryKind.Accepted);
        stage.Finish(second, DeliveryKind.Accepted);
        Assert.Equal(0, stage.Delivery.Report().Counts.Sent);

        stage.AnswerWrite();
        Assert.Equal((2, 2), (stage.Delivery.Report().Counts.Sent, stage.Delivery.Report().Counts.Claimed));

        stage.AnswerWrite();
        Assert.Equal(4, stage.Delivery.Report().Counts.Sent);
    }

    [Fact]
    public async Task Dispatch_ALateAcceptanceArrivedDuringTheClaimingWrite_LeavesTheRecipientOut()
    {
        var stage = new DeliveryStage(recipients: 1);
        stage.Run();
        stage.AnswerWrite();
        var claimId = stage.Slices[0].Order.ClaimId;
        stage.Finish(stage.Slices[0], DeliveryKind.Unknown);
        while (stage.Row.Ledger.Count().Pending == 0)
        {
            stage.AnswerWrite();
        }

        // The resend is being claimed when the first mail turns out to have been accepted after all.
        Assert.Equal(1, stage.OpenWrite!.Ledger.Count().Claimed);
        var recorded = stage.RecordLate(claimId, Ledgers.Accepted());
        stage.AnswerWrite();
        Assert.Empty(stage.Slices);

        stage.AnswerWrites();
        Assert.True(await recorded);
        Assert.Equal(1, stage.Row.Ledger.Count().Sent);
        Assert.Equal((0, 0), (stage.Silo.Scheduler.Busy, stage.Silo.Commits.Open));
    }

    [Fact]
    public void Run_TroubleOfASlice_StopsTheClaimsUntilTheNextRun()
    {
        var stage = new DeliveryStage(recipients: 6);
        stage.Run();
        stage.AnswerWrite();
        var trouble = new SliceTrouble(PauseReason.ProviderRefuses, "535");
        foreach (var slice in stage.Slices.ToArray())
        {
            stage.Finish(slice, DeliveryKind.NotAttempted, trouble);
        }

        stage.AnswerWrites();
        stage.Run();
        Assert.Empty(stage.Slices);
        Assert.Equal(6, stage.Row.Ledger.Count().Pending);
        Assert.Equal(trouble, stage.Delivery.Report().Trouble);
        Assert.Contains(stage.Activation.Reports, report => report.Trouble == trouble);
        Assert.Equal(0, stage.Silo.Scheduler.Busy);

        stage.Run(epoch: 2);
        stage.AnswerWrites();
        Assert.Null(stage.Delivery.Report().Trouble);
        Assert.Equal(2, stage.Slices.Count);
    }

    [Fact]
    public void Run_TheLeaseHasPassed_ClaimsNothingUntilTheCampaignCallsAgain()
    {
        var stage = new DeliveryStage(recipients: 6);
        stage.Run();
        stage.AnswerWrite();
        stage.Pass(RunOrder.Lease);
        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);
        stage.AnswerWrites();
        Assert.Equal((2, 2), (stage.Row.Ledger.Count().Sent, stage.Row.Ledger.Count().Pending));
        Assert.Single(stage.Slices);

        stage.Run();
        stage.AnswerWrites();
        Assert.Equal(2, stage.Slices.Count);
    }

    [Fact]
    public void Run_WithoutSending_StopsTheSlicesAndClaimsNothing()
    {
        var stage = new DeliveryStage(recipients: 6);
        stage.Run();
        stage.AnswerWrite();
        foreach (var slice in stage.Slices)
        {
            stage.Start(slice);
        }

        stage.Run(sends: false);

        Assert.All(stage.Slices, static slice => Assert.True(slice.Started!.Stopping.IsCancellationRequested));
        foreach (var slice in stage.Slices.ToArray())
        {
            stage.Finish(slice, DeliveryKind.NotAttempted);
        }

        stage.AnswerWrites();
        Assert.Empty(stage.Slices);
        Assert.Equal(6, stage.Row.Ledger.Count().Pending);
        Assert.True(stage.Delivery.Report().Idle);
        Assert.Equal((0, 0), (stage.Silo.Scheduler.Busy, stage.Silo.Commits.Open));
    }

    [Fact]
    public void Run_TheSiloDrains_ClaimsNothing()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Silo.Desk.Drain();
        stage.Run();

        Assert.Null(stage.OpenWrite);
        Assert.Equal(0, stage.Silo.Scheduler.Busy);
    }

    [Fact]
    public void Run_EverythingIsSent_ReportsIdleAndLeaves()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run();
        stage.AnswerWrite();
        stage.Finish(stage.Slices[0], DeliveryKind.Accepted);
        stage.AnswerWrites();

        var report = Assert.Single(stage.Activation.Reports);
        Assert.True(report.Idle);
        Assert.Equal(2, report.Counts.Sent);
        Assert.True(stage.Activation.Leaving);
        Assert.False(stage.Delivery.IsLost);
    }

    // A write of the activation before may be on its way; behind one of this activation's it can no longer land.
    [Fact]
    public void Run_PausedWithRecipientsLeft_WritesOnceBeforeItSaysIdle()
    {
        var stage = new DeliveryStage(recipients: 2);

        stage.Run(sends: false);
        Assert.False(stage.Delivery.Report().Idle);
        Assert.Empty(stage.Activation.Reports);
        stage.AnswerWrite();

        Assert.True(stage.Delivery.Report().Idle);
        Assert.True(Assert.Single(stage.Activation.Reports).Idle);
        Assert.Null(stage.OpenWrite);
        Assert.Equal(2, stage.Row.Ledger.Count().Pending);
    }

    [Fact]
    public async Task RecordLate_AFinishedBatchHasSomebodyToSendToAgain_TellsTheCampaignBeforeItWrites()
    {
        var stage = InDoubtStage(out var claimId);
        var told = new TaskCompletionSource();
        stage.Activation.Reopening = told.Task;

        var recorded = stage.RecordLate(claimId, Ledgers.NotAttempted());
        Assert.Null(stage.OpenWrite);
        told.SetResult();
        stage.Pass(TimeSpan.Zero);
        stage.AnswerWrite();

        Assert.True(await recorded.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal((0, 0), (stage.Row.Ledger.Count().InDoubt, stage.Row.Ledger.Count().Sent));
    }

    [Fact]
    public async Task RecordLate_TheCampaignCannotBeTold_IsTriedAgainAndNothingIsWrittenBefore()
    {
        var stage = InDoubtStage(out var claimId);
        stage.Activation.Reopening = Task.FromException(new TimeoutException());

        var recorded = stage.RecordLate(claimId, Ledgers.NotAttempted());
        stage.Pass(TimeSpan.FromSeconds(1));
        Assert.Null(stage.OpenWrite);
        Assert.Equal(1, stage.Row.Ledger.Count().InDoubt);

        stage.Activation.Reopening = Task.CompletedTask;
        stage.Pass(TimeSpan.FromSeconds(1));
        stage.AnswerWrite();
        Assert.True(await recorded.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        Assert.Equal(0, stage.Row.Ledger.Count().InDoubt);
    }

    [Fact]
    public void Run_AnotherActivationHasWritten_SpeaksForTheBatchNoMore()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run(sends: false);
        stage.AnswerWrite();
        stage.Activation.Reports.Clear();
        Assert.True(stage.Row.TryWrite(LedgerCodec.Encode(stage.Row.Ledger with { WriterId = Ledgers.OtherProcess }), stage.Row.Etag));

        stage.Run(epoch: 2, sends: false);

        Assert.True(stage.Delivery.IsLost);
        Assert.True(stage.Activation.Leaving);
        Assert.Empty(stage.Activation.Reports);
    }

    [Fact]
    public async Task Commit_TheRowIsLost_TellsTheCallerAndHandsTheOutcomesOver()
    {
        var stage = new DeliveryStage(recipients: 2);
        stage.Run();
        stage.AnswerWrite();
        var slice = stage.Slices[0];
        Assert.True(stage.Row.TryWrite(LedgerCodec.Encode(stage.Row.Ledger with { WriterId = Ledgers.OtherProcess }), stage.Row.Etag));
        var command = stage.Commit(static (ledger, now) => ledger.Discard([0], now));
        stage.Finish(slice, DeliveryKind.Accepted);
        stage.AnswerWrite();

        Assert.False(await command);
        Assert.True(stage.Delivery.IsLost);

        stage.Activate();
        stage.RecordLateOutcomes();
        Assert.Equal(2, stage.Row.Ledger.Count().Sent);
    }

    // One recipient whose only claim has no outcome, at most once: the batch is finished.
    private static DeliveryStage InDoubtStage(out long claimId)
    {
        var stage = new DeliveryStage(recipients: 1, DeliveryGuarantee.AtMostOnce);
        stage.Run();
        stage.AnswerWrite();
        claimId = stage.Slices[0].Order.ClaimId;
        stage.Finish(stage.Slices[0], DeliveryKind.Unknown);
        stage.AnswerWrites();
        Assert.Equal(1, stage.Row.Ledger.Count().InDoubt);
        return stage;
    }
}
