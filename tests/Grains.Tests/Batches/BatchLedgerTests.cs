using EmailCampaign.Batches;
using EmailCampaign.Mail.Sending;
using static EmailCampaign.Grains.Tests.Batches.Ledgers;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>The arrows of a recipient's states while everything goes its usual way.</summary>
public sealed class BatchLedgerTests
{
    [Fact]
    public void Create_AnyNumber_EveryoneIsPending()
    {
        var ledger = BatchLedger.Create(3);

        Assert.Equal(3, ledger.Count().Pending);
        Assert.Equal(3, ledger.Count().Total);
        Assert.Empty(ledger.Claims);
    }

    [Fact]
    public void Take_PendingRecipients_CountsAnAttemptAndNamesTheClaim()
    {
        var entry = Claimed(claimId: 7).Only();

        Assert.Equal(RecipientStatus.Claimed, entry.Status);
        Assert.Equal((7, 1, Start), (entry.ClaimId, entry.Attempts, entry.FirstAttemptAt));
    }

    [Fact]
    public void Take_PartOfTheBatch_LeavesTheOthers()
    {
        var ledger = BatchLedger.Create(3).Take(Claim(7), [0, 2], Start);

        Assert.Equal(
            [RecipientStatus.Claimed, RecipientStatus.Pending, RecipientStatus.Claimed], ledger.Recipients.Select(entry => entry.Status));
        Assert.Equal([7L], ledger.Claims.Keys);
    }

    [Fact]
    public void Take_SecondAttempt_KeepsTheTimeOfTheFirst()
    {
        var later = Start + TimeSpan.FromHours(1);
        var entry = Claimed(7).With(7, Deferred()).Taken(8, later).Only();

        Assert.Equal((2, Start, later), (entry.Attempts, entry.FirstAttemptAt, entry.At));
        Assert.Null(entry.DueAt);
    }

    [Fact]
    public void Record_Accepted_IsSentWithTheProvidersId()
    {
        var ledger = Claimed(7).With(7, Accepted(id: "m-42"));

        Assert.Equal((RecipientStatus.Sent, "m-42", 0), (ledger.Only().Status, ledger.Only().ProviderMessageId, ledger.Only().ClaimId));
        Assert.Empty(ledger.Claims);
    }

    [Fact]
    public void Record_Rejected_IsDeadWithReasonReplyAndAttempts()
    {
        var entry = Claimed(7).With(7, Rejected()).Only();

        Assert.Equal(RecipientStatus.Dead, entry.Status);
        Assert.Equal((FailureReason.UnknownMailbox, "550 5.1.1 no such user", 1, Start), (entry.Reason, entry.Reply, entry.Attempts, entry.At));
    }

    [Fact]
    public void Record_Deferred_WaitsUntilThePolicysTime()
    {
        var entry = Claimed(7).With(7, Deferred()).Only();

        Assert.Equal(RecipientStatus.Waiting, entry.Status);
        Assert.Equal(Start + TimeSpan.FromMinutes(5.5), entry.DueAt); // 5 min and half of 20 %
        Assert.Equal(1, entry.Attempts);
    }

    [Fact]
    public void Record_DeferredWithRetryAfter_WaitsAtLeastThatLong()
        => Assert.Equal(
            Start + TimeSpan.FromMinutes(40), Claimed(7).With(7, Deferred(retryAfter: TimeSpan.FromMinutes(40))).Only().DueAt);

    [Fact]
    public void Record_DeferredByAFault_WaitsForTheFaultsBackoff()
        => Assert.Equal(Start + TimeSpan.FromSeconds(0.5), Claimed(7).With(7, Deferred(backoff: DeferReason.Fault)).Only().DueAt);

    [Fact]
    public void Record_DeferredOnTheLastAttempt_IsDead()
    {
        var ledger = BatchLedger.Create(1);
        var now = Start;
        for (var attempt = 1; attempt <= Retry.Attempts; attempt++)
        {
            Assert.False(ledger.Only().IsFinal);
            ledger = ledger.Taken(attempt, now).With(attempt, Deferred(), now: now);
            now += TimeSpan.FromHours(1);
        }

        Assert.Equal((RecipientStatus.Dead, 3, FailureReason.TemporaryFailure), (ledger.Only().Status, ledger.Only().Attempts, ledger.Only().Reason));
        Assert.Null(ledger.Only().DueAt);
    }

    [Theory]
    [InlineData(-1, RecipientStatus.Waiting)]
    [InlineData(0, RecipientStatus.Dead)]
    public void Record_DeferredAtTheEndOfTheBudget_IsDead(int seconds, RecipientStatus expected)
    {
        var end = Start + Retry.Budget + TimeSpan.FromSeconds(seconds);

        var entry = Claimed(7).With(7, NotAttempted()).Taken(8, end).With(8, Deferred(), now: end).Only();

        Assert.Equal(expected, entry.Status);
    }

    [Fact]
    public void Record_NotAttempted_IsPendingAndTheAttemptIsGivenBack()
    {
        var ledger = Claimed(7).With(7, NotAttempted());

        Assert.Equal((RecipientStatus.Pending, 0, 0), (ledger.Only().Status, ledger.Only().Attempts, ledger.Only().ClaimId));
        Assert.Empty(ledger.Claims);
    }

    [Fact]
    public void Record_NotAttemptedManyTimes_NeverUsesUpTheAttempts()
    {
        var ledger = BatchLedger.Create(1);
        for (var claimId = 1; claimId <= 50; claimId++)
        {
            ledger = ledger.Taken(claimId).With(claimId, NotAttempted());
        }

        Assert.Equal(RecipientStatus.Sent, ledger.Taken(99).With(99, Accepted()).Only().Status);
        Assert.Equal(0, ledger.Only().Attempts);
    }

    [Fact]
    public void Record_SomeOfASlice_KeepsTheClaimOfTheRest()
    {
        var ledger = Claimed(7, recipients: 2).With(7, Accepted(index: 0));

        Assert.Equal((1, 1), (ledger.Count().Sent, ledger.Count().Claimed));
        Assert.Equal([7L], ledger.Claims.Keys);
    }

    [Fact]
    public void Record_LongReply_IsCut()
    {
        var outcome = Rejected() with { Text = new string('x', 5000) };

        Assert.Equal(300, Claimed(7).With(7, outcome).Only().Reply.Length);
    }

    [Theory]
    [InlineData(DeliveryKind.Accepted)]
    [InlineData(DeliveryKind.Rejected)]
    [InlineData(DeliveryKind.Deferred)]
    [InlineData(DeliveryKind.Unknown)]
    [InlineData(DeliveryKind.NotAttempted)]
    internal void Record_TheSameOutcomeTwice_IsTheSameAsOnce(DeliveryKind kind)
    {
        var outcome = new DeliveryOutcome(0, 0, kind, FailureReason.Other, "text");
        foreach (var rules in new[] { AtLeastOnce, AtMostOnce })
        {
            var once = Claimed(7).With(7, outcome, rules);
            var twice = once.With(7, outcome, rules, Start + TimeSpan.FromMinutes(1));
            var afterTheNextClaim = once.Taken(8, Start + TimeSpan.FromHours(5));

            Assert.Equal(once.Only(), twice.Only());
            Assert.Equal(afterTheNextClaim.Only(), afterTheNextClaim.With(7, outcome, rules).Only());
        }
    }

    [Fact]
    public void TakeSlice_WaitingRecipient_IsTakenOnlyWhenDue()
    {
        var waiting = Claimed(7).With(7, Deferred());
        var due = waiting.Only().DueAt!.Value;

        Assert.Empty(waiting.TakeSlice(new SliceWish(10), due - TimeSpan.FromTicks(1)));
        Assert.Equal([0], waiting.TakeSlice(new SliceWish(10), due));
        Assert.Equal(due, waiting.NextDueAt());
    }

    [Fact]
    public void TakeSlice_MoreThanFit_TakesTheFirstInTheFilesOrder()
    {
        var ledger = BatchLedger.Create(5).Take(Claim(7), [1], Start);

        Assert.Equal([0, 2, 3], ledger.TakeSlice(new SliceWish(3), Start));
        Assert.Equal(4, ledger.CountClaimable(Start));
        Assert.Equal(2, ledger.CountSlices(new SliceWish(3), Start));
    }

    [Fact]
    public void NextDueAt_SeveralWaiting_IsTheEarliest()
    {
        var ledger = Claimed(7, recipients: 2)
            .With(7, Deferred(index: 0, retryAfter: TimeSpan.FromHours(2)))
            .With(7, Deferred(index: 1, retryAfter: TimeSpan.FromHours(1)));

        Assert.Equal(Start + TimeSpan.FromHours(1), ledger.NextDueAt());
    }

    [Fact]
    public void ClampDueTimes_ADueTimeFarAway_IsTheLongestDelayFromNow()
    {
        var waiting = Claimed(7).With(7, Deferred());
        var clockWasSetBack = Start - TimeSpan.FromDays(300);

        Assert.Equal(clockWasSetBack + Retry.LongestDelay, waiting.ClampDueTimes(AtLeastOnce.Retry, clockWasSetBack).Only().DueAt);
        Assert.Equal(waiting.Only(), waiting.ClampDueTimes(AtLeastOnce.Retry, Start).Only());
    }

    [Fact]
    public void ClampDueTimes_ALongSleep_KillsNobody()
    {
        var woken = Start + TimeSpan.FromDays(30);
        var waiting = Claimed(7).With(7, Deferred()).ClampDueTimes(AtLeastOnce.Retry, woken);

        Assert.Equal(RecipientStatus.Sent, waiting.Taken(8, woken).With(8, Accepted(), now: woken).Only().Status);
    }

    [Fact]
    public void FailRendering_RowsThatDoNotRender_AreDeadFromTheStart()
    {
        var ledger = BatchLedger.Create(2).FailRendering([(1, "body.html: no such variable")], Start);

        Assert.Equal((1, 1), (ledger.Count().Pending, ledger.Count().Dead));
        Assert.Equal((FailureReason.NotRendered, 0), (ledger.Recipients[1].Reason, ledger.Recipients[1].Attempts));
        Assert.Equal([0], ledger.TakeSlice(new SliceWish(10), Start));
    }

    [Fact]
    public void Discard_DeadAndInDoubt_AreDiscardedAndOthersStay()
    {
        var ledger = Claimed(7, recipients: 4)
            .With(7, Rejected(index: 0))
            .With(7, Unknown(index: 1), AtMostOnce)
            .With(7, Accepted(index: 2))
            .Discard([0, 1, 2, 3], Start);

        Assert.Equal(
            [RecipientStatus.Discarded, RecipientStatus.Discarded, RecipientStatus.Sent, RecipientStatus.Claimed],
            ledger.Recipients.Select(entry => entry.Status));
        Assert.Empty(ledger.TakeSlice(new SliceWish(10), Start));
    }

    [Fact]
    public void Replay_ADeadLetter_StartsANewGeneration()
    {
        var entry = Claimed(7).With(7, Rejected()).Replay([0], correctedAddress: null, Start).Only();

        Assert.Equal((RecipientStatus.Pending, 1, 0), (entry.Status, entry.Generation, entry.Attempts));
        Assert.Null(entry.FirstAttemptAt);
        Assert.Null(entry.Address);
        Assert.Equal((FailureReason.None, ""), (entry.Reason, entry.Reply));
    }

    [Fact]
    public void Replay_WithAnAddress_KeepsItOverLaterReplays()
    {
        var ledger = Claimed(7).With(7, Rejected())
            .Replay([0], "new@example.com", Start).Taken(8).With(8, Rejected(generation: 1))
            .Replay([0], correctedAddress: null, Start);

        Assert.Equal(("new@example.com", 1, 2), (ledger.Only().Address, ledger.Only().AddressGeneration, ledger.Only().Generation));
    }

    [Fact]
    public void Replay_RecipientsThatAreNotDeadLetters_StayAsTheyAre()
    {
        var ledger = Claimed(7, recipients: 3).With(7, Accepted(index: 0)).With(7, Deferred(index: 1));

        Assert.Equal(ledger.Recipients, ledger.Replay([0, 1, 2], "x@example.com", Start).Recipients);
        Assert.Equal(ledger.Recipients, ledger.Discard([0, 1, 2], Start).Recipients);
    }

    [Fact]
    public void Count_EveryStatus_IsCountedInItsOwnPlace()
    {
        var ledger = new BatchLedger
        {
            Recipients = [.. Enum.GetValues<RecipientStatus>().SelectMany(
                status => Enumerable.Repeat(new RecipientEntry { Status = status }, (int)status + 1))],
        };
        var counts = ledger.Count();

        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8],
            [counts.Pending, counts.Claimed, counts.Waiting, counts.Sent, counts.Dead, counts.InDoubt, counts.Suppressed, counts.Discarded]);
        Assert.Equal(36, counts.Total);
    }
}
