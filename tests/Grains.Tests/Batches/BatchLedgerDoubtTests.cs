using System.Collections.Immutable;
using EmailCampaign.Batches;
using static EmailCampaign.Grains.Tests.Batches.Ledgers;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>Doubt, late outcomes and the judgement of claims: the rules that a model of the protocol asked for.</summary>
public sealed class BatchLedgerDoubtTests
{
    private static readonly DateTimeOffset Later = Start + TimeSpan.FromHours(1);

    [Fact]
    public void Record_UnknownAtLeastOnce_GoesOutOnceMore()
    {
        var entry = Claimed(7).With(7, Unknown()).Only();

        Assert.Equal((RecipientStatus.Pending, true, 1), (entry.Status, entry.Resent, entry.DoubtsEver));
        Assert.Equal([7L], entry.Doubts);
        Assert.Equal(FailureReason.AnswerLost, entry.Reason);
        Assert.Equal(1, entry.Attempts); // it may have been sent: the attempt stays counted
    }

    [Fact]
    public void Record_UnknownAgain_StaysInDoubt()
    {
        var ledger = Claimed(7).With(7, Unknown()).Taken(8).With(8, Unknown());

        Assert.Equal((RecipientStatus.InDoubt, 2), (ledger.Only().Status, ledger.Only().DoubtsEver));
        Assert.Equal([7L, 8L], ledger.Only().Doubts);
        Assert.Empty(ledger.TakeSlice(new SliceWish(10), Later));
    }

    [Fact]
    public void Record_UnknownAtMostOnce_IsInDoubtAtOnce()
    {
        var ledger = Claimed(7).With(7, Unknown(), AtMostOnce);

        Assert.Equal((RecipientStatus.InDoubt, false), (ledger.Only().Status, ledger.Only().Resent));
        Assert.Empty(ledger.TakeSlice(new SliceWish(10), Later));
    }

    [Fact]
    public void Judge_ClaimsWithoutAnOutcome_TheGuaranteeDecides()
    {
        var atLeastOnce = Claimed(7, recipients: 2).With(7, Accepted(index: 0)).Judged(7);
        var atMostOnce = Claimed(7, recipients: 2).With(7, Accepted(index: 0)).Judged(7, AtMostOnce);

        Assert.Equal((1, 1), (atLeastOnce.Count().Sent, atLeastOnce.Count().Pending));
        Assert.Equal((1, 1), (atMostOnce.Count().Sent, atMostOnce.Count().InDoubt));
        Assert.Equal(FailureReason.SenderLost, atMostOnce.Recipients[1].Reason);
        Assert.Empty(atLeastOnce.Claims);
    }

    [Fact]
    public void Judge_OtherClaims_AreLeftAlone()
    {
        var ledger = BatchLedger.Create(2).Take(Claim(7), [0], Start).Take(Claim(8), [1], Start).Judged(7);

        Assert.Equal([RecipientStatus.Pending, RecipientStatus.Claimed], ledger.Recipients.Select(entry => entry.Status));
        Assert.Equal([8L], ledger.Claims.Keys);
    }

    [Fact]
    public void Judge_AMailThatKillsItsSender_IsInDoubtBeforeAThirdClaim()
    {
        var ledger = BatchLedger.Create(1);
        var claims = 0;
        while (!ledger.TakeSlice(new SliceWish(1), Later).IsEmpty)
        {
            claims++;
            ledger = ledger.Taken(claims, Later).Judged(claims);
        }

        Assert.Equal(2, claims);
        Assert.Equal(RecipientStatus.InDoubt, ledger.Only().Status);
    }

    [Fact]
    public void Record_LateAcceptedOfAJudgedClaim_IsSent()
    {
        var pending = Claimed(7).Judged(7);
        var reclaimed = pending.Taken(8);
        var inDoubt = reclaimed.Judged(8);

        foreach (var ledger in new[] { pending, reclaimed, inDoubt })
        {
            var entry = ledger.With(7, Accepted()).Only();
            Assert.Equal((RecipientStatus.Sent, 0, false), (entry.Status, entry.ClaimId, entry.Resent));
            Assert.Empty(entry.Doubts);
        }

        Assert.Empty(reclaimed.With(7, Accepted()).Claims);
    }

    [Fact]
    public void Record_LateAcceptedAfterDiscardOrDeath_IsSent()
    {
        var dead = Claimed(7).Judged(7).With(7, Rejected());
        Assert.Equal(RecipientStatus.Dead, dead.Only().Status);

        Assert.Equal(RecipientStatus.Sent, dead.With(7, Accepted()).Only().Status);
        Assert.Equal(RecipientStatus.Sent, dead.Discard([0], Start).With(7, Accepted()).Only().Status);
    }

    [Fact]
    public void Record_AnythingAfterSent_ChangesNothing()
    {
        var sent = Claimed(7).Judged(7).Taken(8).With(8, Accepted(id: "first"));

        foreach (var outcome in new[] { Accepted(id: "second"), Rejected(), Deferred(), Unknown(), NotAttempted() })
        {
            Assert.Equal(sent.Only(), sent.With(7, outcome, now: Later).Only());
            Assert.Equal(sent.Only(), sent.With(8, outcome, now: Later).Only());
        }
    }

    [Fact]
    public void Record_LateNotAcceptedWhileReclaimed_OnlySettlesItsOwnDoubt()
    {
        var reclaimed = Claimed(7).Judged(7).Taken(8);

        foreach (var outcome in new[] { Rejected(), Deferred() })
        {
            var entry = reclaimed.With(7, outcome).Only();
            Assert.Equal((RecipientStatus.Claimed, 8, 2), (entry.Status, entry.ClaimId, entry.Attempts));
            Assert.Empty(entry.Doubts);
        }
    }

    [Fact]
    public void Record_LateNotAttempted_GivesItsAttemptBack()
    {
        var pending = Claimed(7).Judged(7);

        Assert.Equal((RecipientStatus.Pending, 0), (pending.With(7, NotAttempted()).Only().Status, pending.With(7, NotAttempted()).Only().Attempts));
        Assert.Equal(1, pending.Taken(8).With(7, NotAttempted()).Only().Attempts);
    }

    [Fact]
    public void Record_LateOutcomeOfAStrangeClaim_ChangesNothing()
    {
        var ledger = Claimed(7).Judged(7);

        foreach (var outcome in new[] { Rejected(), Deferred(), Unknown(), NotAttempted() })
        {
            Assert.Equal(ledger.Only(), ledger.With(99, outcome, now: Later).Only());
        }
    }

    [Fact]
    public void Record_LateUnknown_DoesNotSettleTheDoubt()
    {
        var ledger = Claimed(7).Judged(7);

        Assert.Equal(ledger.Only(), ledger.With(7, Unknown(), now: Later).Only());
    }

    [Fact]
    public void Record_LateRejectedOfTheOnlyDoubt_TakesEffect()
    {
        Assert.Equal(RecipientStatus.Dead, Claimed(7).Judged(7).With(7, Rejected()).Only().Status);
        Assert.Equal(RecipientStatus.Dead, Claimed(7).Judged(7, AtMostOnce).With(7, Rejected(), AtMostOnce).Only().Status);
    }

    [Fact]
    public void Record_LateRejectedWithTwoDoubts_TakesEffectWithTheLast()
    {
        var inDoubt = Claimed(7).Judged(7).Taken(8).Judged(8);

        var oneLeft = inDoubt.With(8, Rejected());
        Assert.Equal(RecipientStatus.InDoubt, oneLeft.Only().Status);
        Assert.Equal([7L], oneLeft.Only().Doubts);
        Assert.Equal(RecipientStatus.Dead, oneLeft.With(7, Rejected()).Only().Status);
    }

    [Fact]
    public void Record_LateDeferredOfTheOnlyDoubt_WaitsAgain()
    {
        var entry = Claimed(7).Judged(7, AtMostOnce).With(7, Deferred(), AtMostOnce).Only();

        Assert.Equal(RecipientStatus.Waiting, entry.Status);
        Assert.Empty(entry.Doubts);
    }

    [Fact]
    public void Record_LateDeferredAtTheCapOfAttempts_IsDead()
    {
        var ledger = Claimed(1).With(1, Deferred()).Taken(2, Later).With(2, Deferred(), now: Later)
            .Taken(3, Later + Later.TimeOfDay).Judged(3);
        Assert.Equal((RecipientStatus.Pending, 3), (ledger.Only().Status, ledger.Only().Attempts));

        Assert.Equal(RecipientStatus.Dead, ledger.With(3, Deferred()).Only().Status);
    }

    [Fact]
    public void Record_LateNotAttemptedOfTheOnlyDoubt_IsPendingAgain()
    {
        var entry = Claimed(7).Judged(7, AtMostOnce).With(7, NotAttempted(), AtMostOnce).Only();

        Assert.Equal((RecipientStatus.Pending, 0), (entry.Status, entry.Attempts));
    }

    [Fact]
    public void Record_RejectedWhileAnEarlierClaimIsInDoubt_IsInDoubtNotDead()
    {
        var entry = Claimed(7).Judged(7).Taken(8).With(8, Rejected()).Only();

        Assert.Equal(RecipientStatus.InDoubt, entry.Status);
        Assert.Equal([7L], entry.Doubts);
        Assert.Equal(FailureReason.UnknownMailbox, entry.Reason);
    }

    [Fact]
    public void Record_DeferredAtTheCapWhileAnEarlierClaimIsInDoubt_IsInDoubtNotDead()
    {
        var ledger = Claimed(1).Judged(1).Taken(2).With(2, Deferred()).Taken(3, Later).With(3, Deferred(), now: Later);

        Assert.Equal((RecipientStatus.InDoubt, 3), (ledger.Only().Status, ledger.Only().Attempts));
    }

    [Fact]
    public void Record_LateAcceptedOfAnEarlierGenerationAtTheSameAddress_IsSent()
    {
        var replayed = Claimed(7).Judged(7, AtMostOnce).Replay([0], correctedAddress: null, Start);

        Assert.Equal(RecipientStatus.Sent, replayed.With(7, Accepted()).Only().Status);
        Assert.Equal(RecipientStatus.Sent, replayed.Taken(8).With(7, Accepted()).Only().Status);
    }

    [Fact]
    public void Record_LateAcceptedOfAnEarlierGenerationAtAnotherAddress_ChangesNothing()
    {
        var replayed = Claimed(7).Judged(7, AtMostOnce).Replay([0], "new@example.com", Start);

        Assert.Equal(replayed.Only(), replayed.With(7, Accepted()).Only());

        // A second replay at the corrected address: the acceptance of the first one counts again.
        var twice = replayed.Taken(8).Judged(8, AtMostOnce).Replay([0], correctedAddress: null, Start);
        Assert.Equal(RecipientStatus.Pending, twice.With(7, Accepted()).Only().Status);
        Assert.Equal(RecipientStatus.Sent, twice.With(8, Accepted(generation: 1)).Only().Status);
    }

    [Fact]
    public void Record_LateNotAcceptedOfAnEarlierGeneration_ChangesNothing()
    {
        var replayed = Claimed(7).Judged(7, AtMostOnce).Replay([0], correctedAddress: null, Start);

        foreach (var outcome in new[] { Rejected(), Deferred(), Unknown(), NotAttempted() })
        {
            Assert.Equal(replayed.Only(), replayed.With(7, outcome).Only());
        }
    }

    [Fact]
    public void Replay_ARecipientInDoubt_ForgetsTheDoubtsButTheirNumber()
    {
        var entry = Claimed(7).Judged(7).Taken(8).Judged(8).Replay([0], correctedAddress: null, Start).Only();

        Assert.Empty(entry.Doubts);
        Assert.Equal((false, 2, 1), (entry.Resent, entry.DoubtsEver, entry.Generation));
    }

    [Fact]
    public void TakeSlice_ARecipientInOpenDoubt_GoesOutAlone()
    {
        var ledger = Claimed(7).Judged(7) with { };
        ledger = ledger with { Recipients = [ledger.Recipients[0], ledger.Recipients[0], RecipientEntry.New, RecipientEntry.New] };

        var first = ledger.TakeSlice(new SliceWish(10), Start);
        Assert.Equal([0], first);

        // While it is out, the other one in doubt waits and the rest goes on.
        var second = ledger.Take(Claim(8), first, Start);
        Assert.Equal([2, 3], second.TakeSlice(new SliceWish(10), Start));
        Assert.Equal((2, 1), (ledger.CountSlices(new SliceWish(10), Start), second.CountSlices(new SliceWish(10), Start)));

        Assert.Equal([1], second.With(8, Accepted()).TakeSlice(new SliceWish(1), Start));
    }

    [Fact]
    public void TakeSlice_ASliceInDoubtThatTheAccountDrops_GoesOutExactlyAsItWas()
    {
        var wish = new SliceWish(2, static _ => true);
        var ledger = BatchLedger.Create(5);
        ledger = ledger.Take(Claim(7), [0, 1, 2], Start).Take(Claim(8), [3], Start).Judged(7).Judged(8);

        Assert.Equal(2, ledger.Repeats(wish, Start).Count);
        Assert.Equal(1, ledger.CountSlices(wish, Start));
        var first = ledger.TakeSlice(wish, Start);
        Assert.Equal([0, 1, 2], first);
        var second = ledger.Take(Claim(9), first, Start);
        Assert.Equal([3], second.TakeSlice(wish, Start));
        Assert.Equal([4], second.TakeSlice(wish with { Kinds = SliceKinds.Plain }, Start));

        // Nothing of it was attempted: it is the same slice again.
        var back = second.Record(9, [NotAttempted(0), NotAttempted(1), NotAttempted(2)], AtLeastOnce, Start);
        Assert.Equal([0, 1, 2], back.TakeSlice(wish, Start));
    }

    [Fact]
    public void TakeSlice_AMemberOfASliceInDoubtIsNotDue_WaitsForIt()
    {
        var wish = new SliceWish(10, static _ => true);
        var ledger = BatchLedger.Create(2).Take(Claim(7), [0, 1], Start).Judged(7);
        ledger = ledger.Take(Claim(8), [0, 1], Start).Record(8, [Deferred(0), NotAttempted(1)], AtLeastOnce, Start);

        Assert.Empty(ledger.TakeSlice(wish, Start));
        Assert.Empty(ledger.Repeats(wish, Start));
        Assert.Equal([0, 1], ledger.TakeSlice(wish, Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void TakeSlice_ASliceInDoubtOfAnotherAccount_IsLeftToIt()
    {
        var ledger = BatchLedger.Create(2).Take(Claim(7), [0], Start, "resend").Judged(7);
        Func<string?, bool> drops = static account => account == "resend";

        Assert.Equal([1], ledger.TakeSlice(new SliceWish(10, drops, "smtp"), Start));
        Assert.Equal([0], ledger.TakeSlice(new SliceWish(10, drops, "resend", SliceKinds.Repeats), Start));
        Assert.Equal(["resend"], ledger.Repeats(new SliceWish(10, drops), Start));
    }

    [Fact]
    public void EndRepeats_WhenTheAccountDropsThemNoLonger_LeavesThemInDoubt()
    {
        var ledger = BatchLedger.Create(3).Take(Claim(7), [0, 1], Start).Judged(7);
        Func<string?, TimeSpan?> life = static _ => TimeSpan.FromHours(24);

        Assert.Same(ledger, ledger.EndRepeats(life, Start + TimeSpan.FromHours(23)));
        Assert.Same(ledger, ledger.EndRepeats(static _ => null, Start + TimeSpan.FromDays(9)));
        var ended = ledger.EndRepeats(life, Start + TimeSpan.FromHours(24));
        Assert.Equal(
            [RecipientStatus.InDoubt, RecipientStatus.InDoubt, RecipientStatus.Pending], ended.Recipients.Select(static entry => entry.Status));
    }

    [Fact]
    public void TakeSlice_OneInDoubtBehindOthers_DoesNotJoinTheirSlice()
    {
        var ledger = Claimed(7).Judged(7);
        ledger = ledger with { Recipients = [RecipientEntry.New, ledger.Recipients[0], RecipientEntry.New] };

        Assert.Equal([0, 2], ledger.TakeSlice(new SliceWish(10), Start));
        Assert.Equal([1], ledger.Take(Claim(8), [0, 2], Start).TakeSlice(new SliceWish(10), Start));
    }

    [Fact]
    public void Judgeable_ClaimOfThisProcess_NotBeforeTheMarginEvenUnderAnExclusiveStore()
    {
        var ledger = Claimed(7);
        var matured = ledger.Claims[7].DeadlineAt + EmailCampaign.Batches.Claim.Margin;

        foreach (var exclusive in new[] { true, false })
        {
            Assert.Empty(ledger.Judgeable(ImmutableHashSet<long>.Empty, ThisProcess, exclusive, matured - TimeSpan.FromTicks(1)));
            Assert.Equal([7L], ledger.Judgeable(ImmutableHashSet<long>.Empty, ThisProcess, exclusive, matured));
        }

        Assert.Equal(Start + TimeSpan.FromSeconds(40), matured);
    }

    [Fact]
    public void Judgeable_ClaimOfAnotherProcess_AtOnceOnlyUnderAnExclusiveStore()
    {
        var ledger = BatchLedger.Create(1).Taken(7, process: OtherProcess);

        Assert.Equal([7L], ledger.Judgeable(ImmutableHashSet<long>.Empty, ThisProcess, exclusiveStore: true, Start));
        Assert.Empty(ledger.Judgeable(ImmutableHashSet<long>.Empty, ThisProcess, exclusiveStore: false, Start));
    }

    [Fact]
    public void Judgeable_ClaimThatIsAwaited_Never()
    {
        var ledger = BatchLedger.Create(1).Taken(7, process: OtherProcess);

        Assert.Empty(ledger.Judgeable(ImmutableHashSet.Create(7L), ThisProcess, exclusiveStore: true, Start + TimeSpan.FromDays(1)));
        Assert.Null(ledger.NextJudgementAt(ImmutableHashSet.Create(7L)));
        Assert.Equal(Start + TimeSpan.FromSeconds(40), ledger.NextJudgementAt(ImmutableHashSet<long>.Empty));
    }

    [Fact]
    public void UnfinishedInDoubt_CancelledCampaignsNumber_CountsPendingAndWaitingWithAnOpenDoubt()
    {
        var inDoubt = Claimed(7).Judged(7);
        var waiting = inDoubt.Taken(8).With(8, Deferred());

        Assert.Equal(1, inDoubt.UnfinishedInDoubt());
        Assert.Equal(1, waiting.UnfinishedInDoubt());
        Assert.Equal(0, inDoubt.Taken(8).UnfinishedInDoubt());
        Assert.Equal(0, Claimed(7).Judged(7, AtMostOnce).UnfinishedInDoubt());
        Assert.Equal(0, Claimed(7).With(7, Deferred()).UnfinishedInDoubt());
    }
}
