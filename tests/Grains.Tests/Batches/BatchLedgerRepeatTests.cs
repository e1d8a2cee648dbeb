using EmailCampaign.Batches;
using static EmailCampaign.Grains.Tests.Batches.Ledgers;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>A slice whose answer is lost at an account that drops repeats: it is repeated until it is answered, or its key is gone.</summary>
public sealed class BatchLedgerRepeatTests
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(24);
    private static readonly LedgerRules Rules = AtLeastOnce with { IdempotencyLife = static _ => Life };

    [Fact]
    public void Record_Unknown_AllMembersWaitForTheSameTimeAndGoOutTogether()
    {
        var ledger = Lost(Claimed(recipients: 3), 7, Start);

        var due = Assert.Single(ledger.Recipients.Select(static entry => entry.DueAt).Distinct());
        Assert.All(ledger.Recipients, static entry => Assert.Equal((RecipientStatus.Waiting, false, FailureReason.AnswerLost), (entry.Status, entry.Resent, entry.Reason)));
        Assert.InRange(due!.Value, Start + (Retry.Backoff / 2), Start + Retry.Backoff);
        Assert.Empty(ledger.TakeSlice(Wish, due.Value - TimeSpan.FromTicks(1)));
        Assert.Equal([0, 1, 2], ledger.TakeSlice(Wish, due.Value));
    }

    [Fact]
    public void Record_UnknownThroughADayOfOutage_IsRepeatedUntilTheKeyIsGone()
    {
        var (ledger, now, claims) = (Lost(Claimed(recipients: 3), 7, Start), Start, 1);
        while (true)
        {
            now = ledger.NextDueAt() ?? now;
            ledger = ledger.EndRepeats(static _ => Life, now);
            if (ledger.TakeSlice(Wish, now).IsEmpty)
            {
                break;
            }

            claims++;
            ledger = Lost(Repeated(ledger, 7 + claims, now), 7 + claims, now);
        }

        // More attempts than the policy has, and the row does not grow with them.
        Assert.InRange(claims, 24 * 6, 24 * 12 + 20);
        Assert.True(now >= Start + Life, $"{now}");
        Assert.All(ledger.Recipients, entry => Assert.Equal((RecipientStatus.InDoubt, 1, claims), (entry.Status, entry.Doubts.Length, entry.DoubtsEver)));
    }

    [Fact]
    public void Record_AcceptedAfterManyRepeats_IsSent()
    {
        var ledger = Lost(Claimed(recipients: 2), 7, Start);
        ledger = Lost(Repeated(ledger, 8, Start.AddMinutes(1)), 8, Start.AddMinutes(1));
        ledger = Repeated(ledger, 9, Start.AddMinutes(3)).Record(9, [Accepted(0), Accepted(1)], Rules, Start.AddMinutes(3));

        Assert.Equal(2, ledger.Count().Sent);
    }

    [Fact]
    public void Record_RepeatIsRejected_IsDeadAndNotInDoubt()
    {
        var ledger = Repeated(Lost(Claimed(recipients: 2), 7, Start), 8, Start.AddMinutes(1))
            .Record(8, [Accepted(0), Rejected(1)], Rules, Start.AddMinutes(1));

        Assert.Equal((1, 1), (ledger.Count().Sent, ledger.Count().Dead));
        Assert.Equal((FailureReason.UnknownMailbox, 0), (ledger.Recipients[1].Reason, ledger.Recipients[1].Doubts.Length));
    }

    [Fact]
    public void Record_RepeatIsDeferred_WaitsTogetherWithoutAnEnd()
    {
        var (ledger, now) = (Lost(Claimed(recipients: 2), 7, Start), Start);
        for (var claim = 8; claim < 20; claim++)
        {
            now = ledger.NextDueAt()!.Value;
            ledger = Repeated(ledger, claim, now).Record(claim, [Deferred(0), Deferred(1)], Rules, now);
        }

        Assert.Equal(2, ledger.Count().Waiting);
        Assert.All(ledger.Recipients, static entry => Assert.Equal([7L], entry.Doubts));
    }

    [Fact]
    public void Record_RepeatIsThrottled_StaysInOpenDoubtAndIsPending()
    {
        var ledger = Repeated(Lost(Claimed(recipients: 2), 7, Start), 8, Start.AddMinutes(1))
            .Record(8, [NotAttempted(0), NotAttempted(1)], Rules, Start.AddMinutes(1));

        Assert.All(ledger.Recipients, static entry => Assert.Equal((RecipientStatus.Pending, true), (entry.Status, entry.InOpenDoubt)));
        Assert.Equal([0, 1], ledger.TakeSlice(Wish, Start.AddMinutes(1)));
    }

    [Fact]
    public void Record_UnknownThatNoRepeatCanSettle_StaysInDoubtAtOnce()
    {
        var entry = Claimed().Record(7, [Unknown() with { Reason = FailureReason.Other }], Rules, Start).Only();

        Assert.Equal((RecipientStatus.InDoubt, FailureReason.Other), (entry.Status, entry.Reason));
    }

    [Fact]
    public void Record_UnknownAtMostOnce_IsInDoubtAtOnce()
        => Assert.Equal(
            RecipientStatus.InDoubt, Claimed().Record(7, [Unknown()], Rules with { Guarantee = EmailCampaign.Campaigns.DeliveryGuarantee.AtMostOnce }, Start).Only().Status);

    [Fact]
    public void Judge_SenderLostTwiceInARow_StaysInDoubt()
    {
        var once = Claimed(recipients: 2).Judged(7, Rules);
        var twice = Repeated(once, 8, Start).Judged(8, Rules);

        Assert.Equal((2, 0), (once.Count().Pending, once.Count().InDoubt));
        Assert.Equal(2, twice.Count().InDoubt);
    }

    [Fact]
    public void Judge_SenderLostAfterLostAnswers_GoesOutOnceMore()
    {
        var ledger = Repeated(Lost(Claimed(recipients: 2), 7, Start), 8, Start.AddMinutes(1)).Judged(8, Rules, Start.AddMinutes(2));

        Assert.Equal(2, ledger.Count().Pending);
        Assert.Equal([7L, 8L], ledger.Recipients[0].Doubts);
    }

    [Fact]
    public void Record_RejectedByAnotherAccountThanTheOneInDoubt_StaysInDoubt()
    {
        // The account has left the route: its recipients go out alone, and what another account says about them settles nothing.
        var lost = Lost(Claimed(recipients: 2), 7, Start);
        var alone = lost.Take(Claim(8), lost.TakeSlice(new SliceWish(10), Start.AddMinutes(1)), Start.AddMinutes(1), "other");

        Assert.Equal(RecipientStatus.InDoubt, alone.Record(8, [Rejected()], Rules, Start.AddMinutes(1)).Recipients[0].Status);
    }

    private static SliceWish Wish => new(10, static _ => true);

    private static BatchLedger Lost(BatchLedger ledger, long claim, DateTimeOffset now)
        => ledger.Record(claim, ledger.Recipients.Select(static (_, index) => Unknown(index)), Rules, now);

    private static BatchLedger Repeated(BatchLedger ledger, long claim, DateTimeOffset now)
        => ledger.Take(Claim(claim, now: now), ledger.TakeSlice(Wish, now), now, isRepeat: Wish.IsRepeat);
}
