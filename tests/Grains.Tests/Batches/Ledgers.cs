using System.Collections.Immutable;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Retry;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>Ledgers, claims and outcomes as the tests of this folder need them.</summary>
internal static class Ledgers
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    public static readonly Guid ThisProcess = new("11111111-1111-1111-1111-111111111111");
    public static readonly Guid OtherProcess = new("22222222-2222-2222-2222-222222222222");

    public static readonly RetryOptions Retry = new()
    {
        Attempts = 3,
        Backoff = TimeSpan.FromSeconds(1),
        ReplyBackoff = TimeSpan.FromMinutes(5),
        Budget = TimeSpan.FromHours(24),
        LongestDelay = TimeSpan.FromHours(4),
    };

    public static readonly LedgerRules AtLeastOnce = Rules(DeliveryGuarantee.AtLeastOnce);
    public static readonly LedgerRules AtMostOnce = Rules(DeliveryGuarantee.AtMostOnce);

    public static LedgerRules Rules(DeliveryGuarantee guarantee) => new(guarantee, new RetryPolicy(Retry), static () => 0.5);

    public static Claim Claim(long id, Guid? process = null, DateTimeOffset? now = null)
        => new(id, process ?? ThisProcess, (now ?? Start) + EmailCampaign.Batches.Claim.Lease);

    public static BatchLedger Claimed(long claimId = 7, int recipients = 1) => BatchLedger.Create(recipients).Taken(claimId);

    public static BatchLedger Taken(this BatchLedger ledger, long claimId, DateTimeOffset? now = null, Guid? process = null)
        => ledger.Take(Claim(claimId, process, now), ledger.TakeSlice(new SliceWish(ledger.Recipients.Length), now ?? Start), now ?? Start);

    public static BatchLedger With(
        this BatchLedger ledger, long claimId, DeliveryOutcome outcome, LedgerRules? rules = null, DateTimeOffset? now = null)
        => ledger.Record(claimId, [outcome], rules ?? AtLeastOnce, now ?? Start);

    public static BatchLedger Judged(this BatchLedger ledger, long claimId, LedgerRules? rules = null, DateTimeOffset? now = null)
        => ledger.Judge(ImmutableHashSet.Create(claimId), rules ?? AtLeastOnce, now ?? Start);

    public static DeliveryOutcome Accepted(int index = 0, int generation = 0, string id = "m-1")
        => new(index, generation, DeliveryKind.Accepted, Text: id);

    public static DeliveryOutcome Rejected(int index = 0, int generation = 0)
        => new(index, generation, DeliveryKind.Rejected, FailureReason.UnknownMailbox, "550 5.1.1 no such user");

    public static DeliveryOutcome Deferred(int index = 0, int generation = 0, TimeSpan? retryAfter = null, DeferReason backoff = DeferReason.Reply)
        => new(index, generation, DeliveryKind.Deferred, FailureReason.TemporaryFailure, "451 4.7.1 later", retryAfter, backoff);

    public static DeliveryOutcome Unknown(int index = 0, int generation = 0)
        => new(index, generation, DeliveryKind.Unknown, FailureReason.AnswerLost, "connection lost after the final dot");

    public static DeliveryOutcome NotAttempted(int index = 0, int generation = 0) => new(index, generation, DeliveryKind.NotAttempted);

    public static RecipientEntry Only(this BatchLedger ledger) => Assert.Single(ledger.Recipients);
}
