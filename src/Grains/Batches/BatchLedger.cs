using System.Collections.Immutable;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Retry;

namespace EmailCampaign.Batches;

/// <summary>
/// What became of each recipient of a batch: immutable, with the protocol's rules as pure methods. One row holds it, one writer
/// at a time changes it; docs/adr/0001 tells why it is shaped like this.
/// </summary>
internal sealed record BatchLedger
{
    private const int LongestReply = 300;

    public required ImmutableArray<RecipientEntry> Recipients
    {
        get;
        init
        {
            field = value;
            _summary = null;
        }
    }

    /// <summary>Claims that hold a recipient.</summary>
    public ImmutableDictionary<long, Claim> Claims { get; init; } = ImmutableDictionary<long, Claim>.Empty;

    /// <summary>The activation that wrote the row last.</summary>
    public Guid WriterId { get; init; }

    /// <summary>Counts all writes of the row, by whatever activation: of two reports the one with the higher version is the later.</summary>
    public long Version { get; init; }

    /// <summary>Counts the writes of <see cref="WriterId"/>; with it, it tells an own write of unknown fate from another's.</summary>
    public long Sequence { get; init; }

    // Asked for many times between two writes, and looked up once. Ledgers are told apart by reference: by value, one that was asked would be another.
    private LedgerSummary? _summary;

    public static BatchLedger Create(int recipients)
        => new() { Recipients = [.. Enumerable.Repeat(RecipientEntry.New, recipients)] };

    /// <summary>Nobody is to be sent to any more, and nobody is claimed.</summary>
    public bool IsFinished => Summary.Counts is { Pending: 0, Claimed: 0, Waiting: 0 };

    private LedgerSummary Summary => _summary ??= LedgerSummary.Of(Recipients);

    /// <summary>Recipients by status; their sum never changes.</summary>
    public RecipientCounts Count() => Summary.Counts;

    /// <summary>The earliest due time of a waiting recipient.</summary>
    public DateTimeOffset? NextDueAt() => Summary.NextDueAt;

    /// <summary>Unfinished recipients with an open doubt: a cancelled campaign counts them as in doubt, not as cancelled.</summary>
    public int UnfinishedInDoubt() => !Summary.HasOpenDoubt ? 0
        : Recipients.Count(static entry => entry.InOpenDoubt && entry.Status is RecipientStatus.Pending or RecipientStatus.Waiting);

    /// <summary>
    /// The recipients that the next claim takes: up to the wished size in the file's order; or one recipient alone when it goes out again
    /// after a doubt, so that a mail that kills its sender drags no neighbour into doubt; or, where the account drops repeats, a slice in
    /// doubt exactly as it was.
    /// </summary>
    public ImmutableArray<int> TakeSlice(SliceWish wish, DateTimeOffset now)
    {
        var doubtedOut = Summary.HasOpenDoubt
            && Recipients.Any(entry => entry.Status == RecipientStatus.Claimed && entry.InOpenDoubt && !wish.IsRepeat(entry));
        var slice = ImmutableArray.CreateBuilder<int>(wish.Size);
        for (var index = Summary.FirstOpen; index < Recipients.Length && slice.Count < wish.Size; index++)
        {
            var entry = Recipients[index];
            if (!entry.IsClaimable(now))
            {
                continue;
            }

            if (!entry.InOpenDoubt)
            {
                if (wish.Kinds.HasFlag(SliceKinds.Plain) && wish.IsAdmitted(index))
                {
                    slice.Add(index);
                }
            }
            else if (slice.Count > 0)
            {
                continue;
            }
            else if (wish.IsRepeat(entry))
            {
                if (wish.Kinds.HasFlag(SliceKinds.Repeats) && entry.Account == wish.Account && Repeat(entry, now) is { IsEmpty: false } repeat)
                {
                    return repeat;
                }
            }
            else if (!doubtedOut && wish.Kinds.HasFlag(SliceKinds.Plain) && wish.IsAdmitted(index))
            {
                return [index];
            }
        }

        return slice.ToImmutable();
    }

    /// <summary>The account of each slice in doubt that could be repeated now.</summary>
    public IReadOnlyList<string?> Repeats(SliceWish wish, DateTimeOffset now) => !Summary.HasOpenDoubt ? [] : [.. Recipients
        .Where(entry => entry.IsClaimable(now) && entry.InOpenDoubt && wish.IsRepeat(entry))
        .DistinctBy(static entry => (entry.Account, entry.Doubts[^1]))
        .Where(entry => !Repeat(entry, now).IsEmpty)
        .Select(static entry => entry.Account)];

    /// <summary>Recipients that could be claimed now.</summary>
    public int CountClaimable(DateTimeOffset now)
    {
        if (Summary.Counts is { Waiting: 0, Pending: var pending })
        {
            return pending;
        }

        var count = 0;
        foreach (var entry in Recipients)
        {
            count += entry.IsClaimable(now) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Slices that could be taken now, repeats aside: those of the wished size, and one for a recipient that goes out alone.</summary>
    public int CountSlices(SliceWish wish, DateTimeOffset now)
    {
        if (wish.Admits is null && !Summary.HasOpenDoubt)
        {
            return Slices(CountClaimable(now));
        }

        var plain = 0;
        var doubted = false;
        var doubtedOut = false;
        for (var index = 0; index < Recipients.Length; index++)
        {
            var entry = Recipients[index];
            var alone = entry.InOpenDoubt && !wish.IsRepeat(entry);
            doubtedOut |= entry.Status == RecipientStatus.Claimed && alone;
            if (entry.IsClaimable(now) && (alone || !entry.InOpenDoubt) && wish.IsAdmitted(index))
            {
                plain += alone ? 0 : 1;
                doubted |= alone;
            }
        }

        return Slices(plain) + (doubted && !doubtedOut ? 1 : 0);

        int Slices(int recipients) => (recipients + wish.Size - 1) / wish.Size;
    }

    /// <summary>Claims recipients: the claim itself counts an attempt, which is given back when nothing was attempted.</summary>
    /// <param name="isRepeat">Whether a recipient in open doubt goes out under the key it went out under before; none does when it is not given.</param>
    public BatchLedger Take(
        Claim claim, ImmutableArray<int> slice, DateTimeOffset now, string? account = null, Func<RecipientEntry, bool>? isRepeat = null)
    {
        var recipients = Recipients.ToBuilder();
        foreach (var index in slice)
        {
            var entry = recipients[index];
            recipients[index] = entry with
            {
                Status = RecipientStatus.Claimed,
                ClaimId = claim.Id,
                Attempts = entry.Attempts + 1,
                FirstAttemptAt = entry.FirstAttemptAt ?? now,
                At = now,
                DueAt = null,
                Account = account,
                Resent = entry.Resent || (entry.InOpenDoubt && isRepeat?.Invoke(entry) != true),
            };
        }

        return this with { Recipients = recipients.MoveToImmutable(), Claims = Claims.Add(claim.Id, claim) };
    }

    /// <summary>
    /// Records the outcomes of a claim, in time or late. Safe to repeat. Acceptance always wins; any other outcome of a claim that is
    /// no longer the recipient's own merely settles the doubt about that very claim.
    /// </summary>
    public BatchLedger Record(long claimId, IEnumerable<DeliveryOutcome> outcomes, LedgerRules rules, DateTimeOffset now)
    {
        var recipients = Recipients.ToBuilder();
        var left = new HashSet<long> { claimId };
        foreach (var outcome in outcomes)
        {
            var entry = recipients[outcome.Index];
            recipients[outcome.Index] = Record(entry, claimId, outcome, rules, now);
            if (entry.Status == RecipientStatus.Claimed)
            {
                left.Add(entry.ClaimId);
            }
        }

        return (this with { Recipients = recipients.MoveToImmutable() }).WithoutEmpty(left);
    }

    /// <summary>Judges claims that will not be answered any more: each of their recipients is in doubt, and the guarantee decides.</summary>
    public BatchLedger Judge(IReadOnlySet<long> claims, LedgerRules rules, DateTimeOffset now)
    {
        var recipients = Recipients.ToBuilder();
        for (var index = 0; index < recipients.Count; index++)
        {
            var entry = recipients[index];
            if (entry.Status == RecipientStatus.Claimed && claims.Contains(entry.ClaimId))
            {
                recipients[index] = Doubt(
                    entry, entry.ClaimId, FailureReason.SenderLost, "The process that had claimed this recipient ended without a word.", rules, now);
            }
        }

        return (this with { Recipients = recipients.MoveToImmutable() }).WithoutEmpty(claims);
    }

    /// <summary>
    /// Gives up on repeating slices in doubt whose account no longer drops a repeat: another mail might be a second one, so their recipients
    /// stay in doubt and a person decides.
    /// </summary>
    /// <param name="life">How long an account drops repeats; null where it does not.</param>
    public BatchLedger EndRepeats(Func<string?, TimeSpan?> life, DateTimeOffset now)
    {
        if (!Summary.HasOpenDoubt || !Recipients.Any(IsOver))
        {
            return this;
        }

        return this with
        {
            Recipients = [.. Recipients.Select(entry => IsOver(entry) ? entry with { Status = RecipientStatus.InDoubt, DueAt = null, At = now } : entry)],
        };

        // The first attempt, not the last: the key of a slice is at most as old.
        bool IsOver(RecipientEntry entry) => entry.InOpenDoubt && entry.Status is RecipientStatus.Pending or RecipientStatus.Waiting
            && life(entry.Account) is { } limit && now - (entry.FirstAttemptAt ?? now) >= limit;
    }

    /// <summary>
    /// The claims to judge now: none that <paramref name="awaited"/> names; at once those of another process when an exclusive lock
    /// proves that it is gone; the rest once <see cref="Claim.Margin"/> has passed since their deadline.
    /// </summary>
    public ImmutableHashSet<long> Judgeable(IReadOnlySet<long> awaited, Guid processId, bool exclusiveStore, DateTimeOffset now)
    {
        var judgeable = ImmutableHashSet<long>.Empty;
        foreach (var (id, claim) in Claims)
        {
            if (!awaited.Contains(id) && ((exclusiveStore && claim.ProcessId != processId) || now >= claim.DeadlineAt + Claim.Margin))
            {
                judgeable = judgeable.Add(id);
            }
        }

        return judgeable;
    }

    /// <summary>When the next claim nobody here awaits can be judged.</summary>
    public DateTimeOffset? NextJudgementAt(IReadOnlySet<long> awaited)
    {
        DateTimeOffset? next = null;
        foreach (var claim in Claims.Values)
        {
            var at = claim.DeadlineAt + Claim.Margin;
            if (!awaited.Contains(claim.Id) && (next is null || at < next))
            {
                next = at;
            }
        }

        return next;
    }

    /// <summary>Due times as they are believed when a stored ledger is loaded; see <see cref="RetryPolicy.Clamp"/>.</summary>
    public BatchLedger ClampDueTimes(RetryPolicy retry, DateTimeOffset now) => this with
    {
        Recipients = [.. Recipients.Select(entry => entry.DueAt is { } due && retry.Clamp(due, now) != due
            ? entry with { DueAt = retry.Clamp(due, now) }
            : entry)],
    };

    /// <summary>Starts a new generation of dead or in-doubt recipients; others stay as they are.</summary>
    public BatchLedger Replay(IEnumerable<int> indexes, string? correctedAddress, DateTimeOffset now)
        => Change(indexes, entry => new RecipientEntry
        {
            Generation = entry.Generation + 1,
            DoubtsEver = entry.DoubtsEver,
            Address = correctedAddress ?? entry.Address,
            AddressGeneration = correctedAddress is null ? entry.AddressGeneration : entry.Generation + 1,
            At = now,
        });

    /// <summary>Marks dead or in-doubt recipients as dealt with; others stay as they are.</summary>
    public BatchLedger Discard(IEnumerable<int> indexes, DateTimeOffset now)
        => Change(indexes, entry => entry with { Status = RecipientStatus.Discarded, At = now });

    /// <summary>Marks recipients whose row does not render as dead before anything is sent.</summary>
    public BatchLedger FailRendering(IEnumerable<(int Index, string Problem)> failures, DateTimeOffset now)
    {
        var recipients = Recipients.ToBuilder();
        foreach (var (index, problem) in failures)
        {
            recipients[index] = recipients[index] with
            {
                Status = RecipientStatus.Dead,
                Reason = FailureReason.NotRendered,
                Reply = Cut(problem),
                At = now,
            };
        }

        return this with { Recipients = recipients.MoveToImmutable() };
    }

    // The members of a slice in doubt, once all of them are due: with other members it would be another call, and no repeat.
    private ImmutableArray<int> Repeat(RecipientEntry member, DateTimeOffset now)
    {
        var slice = ImmutableArray.CreateBuilder<int>();
        for (var index = 0; index < Recipients.Length; index++)
        {
            var entry = Recipients[index];
            if (!entry.IsFinal && entry.InOpenDoubt && entry.Account == member.Account && entry.Doubts[^1] == member.Doubts[^1])
            {
                if (!entry.IsClaimable(now))
                {
                    return [];
                }

                slice.Add(index);
            }
        }

        return slice.ToImmutable();
    }

    private static RecipientEntry Record(
        RecipientEntry entry, long claimId, DeliveryOutcome outcome, LedgerRules rules, DateTimeOffset now)
    {
        if (outcome.Kind == DeliveryKind.Accepted)
        {
            // The mail of an earlier generation counts too, unless the replay sent it to another address.
            return entry.Status != RecipientStatus.Sent && outcome.Generation >= entry.AddressGeneration
                ? entry with
                {
                    Status = RecipientStatus.Sent,
                    ClaimId = 0,
                    Doubts = [],
                    Resent = false,
                    DueAt = null,
                    At = now,
                    Reason = FailureReason.None,
                    Reply = "",
                    ProviderMessageId = Cut(outcome.Text),
                    Account = outcome.Account ?? entry.Account,
                }
                : entry;
        }

        if (outcome.Generation != entry.Generation)
        {
            return entry;
        }

        if (entry.Status == RecipientStatus.Claimed && entry.ClaimId == claimId)
        {
            return Effect(entry, claimId, outcome, rules, now);
        }

        if (outcome.Kind == DeliveryKind.Unknown || !entry.Doubts.Contains(claimId))
        {
            return entry;
        }

        return Settle(entry with { Doubts = entry.Doubts.Remove(claimId) }, claimId, outcome, rules, now);
    }

    // The doubt about one claim is settled late. Only when it was the last one may the outcome take effect.
    private static RecipientEntry Settle(
        RecipientEntry entry, long claimId, DeliveryOutcome outcome, LedgerRules rules, DateTimeOffset now)
    {
        if (!entry.InOpenDoubt)
        {
            if (entry.Status == RecipientStatus.InDoubt)
            {
                return Effect(entry, claimId, outcome, rules, now);
            }

            if (entry.Status is RecipientStatus.Pending or RecipientStatus.Waiting)
            {
                var effect = Effect(entry, claimId, outcome, rules, now);
                if (effect.Status == RecipientStatus.Dead)
                {
                    return effect;
                }
            }
        }

        return outcome.Kind == DeliveryKind.NotAttempted ? entry with { Attempts = Math.Max(0, entry.Attempts - 1) } : entry;
    }

    private static RecipientEntry Effect(
        RecipientEntry entry, long claimId, DeliveryOutcome outcome, LedgerRules rules, DateTimeOffset now)
    {
        entry = entry with { ClaimId = 0 };
        switch (outcome.Kind)
        {
            // The answer to a repeat is the answer to what was in doubt.
            case DeliveryKind.Rejected:
                return Fail(rules.Repeats(entry, now) ? entry with { Doubts = [] } : entry, outcome, now);

            case DeliveryKind.Deferred when entry.InOpenDoubt && rules.Repeats(entry, now):
                return Wait(entry, claimId, outcome.Reason, outcome.Text, rules, now, outcome.RetryAfter);

            case DeliveryKind.Deferred:
                return rules.Retry.NextAttempt(
                        outcome.Backoff, outcome.RetryAfter, entry.Attempts, entry.FirstAttemptAt ?? now, now, rules.Roll()) is { } due
                    ? entry with { Status = RecipientStatus.Waiting, DueAt = due, At = now, Reason = outcome.Reason, Reply = Cut(outcome.Text) }
                    : Fail(entry, outcome, now);

            case DeliveryKind.Unknown:
                return Doubt(entry, claimId, outcome.Reason, outcome.Text, rules, now);

            default:
                return entry with { Status = RecipientStatus.Pending, Attempts = Math.Max(0, entry.Attempts - 1), DueAt = null, At = now };
        }
    }

    // An earlier mail of this generation may be in the inbox: then a rejection of the later one proves nothing.
    private static RecipientEntry Fail(RecipientEntry entry, DeliveryOutcome outcome, DateTimeOffset now) => entry with
    {
        Status = entry.InOpenDoubt ? RecipientStatus.InDoubt : RecipientStatus.Dead,
        At = now,
        DueAt = null,
        Reason = outcome.Reason,
        Reply = Cut(outcome.Text),
    };

    private static RecipientEntry Doubt(
        RecipientEntry entry, long claimId, FailureReason reason, string detail, LedgerRules rules, DateTimeOffset now)
    {
        var repeats = rules.Repeats(entry, now);
        if (repeats && reason == FailureReason.AnswerLost)
        {
            // No answer will come to the doubt before this one either, and it is about the same key: one of them stands for both.
            var doubts = entry is { InOpenDoubt: true, Reason: FailureReason.AnswerLost } ? entry.Doubts.RemoveAt(entry.Doubts.Length - 1) : entry.Doubts;
            return Wait(entry with { Doubts = doubts.Add(claimId), DoubtsEver = entry.DoubtsEver + 1 }, claimId, reason, detail, rules, now);
        }

        // A mail that kills its sender must not go on for ever, and what an account cannot settle is a person's to settle.
        var stays = rules.Guarantee == DeliveryGuarantee.AtMostOnce || entry.Resent
            || (repeats && (reason != FailureReason.SenderLost || entry is { InOpenDoubt: true, Reason: FailureReason.SenderLost }));
        return entry with
        {
            Status = stays ? RecipientStatus.InDoubt : RecipientStatus.Pending,
            ClaimId = 0,
            Doubts = entry.Doubts.Add(claimId),
            DoubtsEver = entry.DoubtsEver + 1,
            Resent = entry.Resent || (!stays && !repeats),
            DueAt = null,
            At = now,
            Reason = reason,
            Reply = Cut(detail),
        };
    }

    // All members of a slice in doubt wait for the same time: they go out together or not at all. Attempts do not end it, the life of the key does.
    private static RecipientEntry Wait(
        RecipientEntry entry, long claimId, FailureReason reason, string detail, LedgerRules rules, DateTimeOffset now, TimeSpan? retryAfter = null)
        => entry with
        {
            Status = RecipientStatus.Waiting,
            ClaimId = 0,
            DueAt = rules.Retry.NextRepeat(retryAfter, entry.Attempts, now, Claim.Roll(claimId)),
            At = now,
            Reason = reason,
            Reply = Cut(detail),
        };

    private static string Cut(string text) => text.Length <= LongestReply ? text : text[..LongestReply];

    private BatchLedger Change(IEnumerable<int> indexes, Func<RecipientEntry, RecipientEntry> change)
    {
        var recipients = Recipients.ToBuilder();
        foreach (var index in indexes)
        {
            if (recipients[index].Status is RecipientStatus.Dead or RecipientStatus.InDoubt)
            {
                recipients[index] = change(recipients[index]);
            }
        }

        return this with { Recipients = recipients.MoveToImmutable() };
    }

    // Of the claims that recipients have left, those that hold nobody any more.
    private BatchLedger WithoutEmpty(IReadOnlySet<long> left)
    {
        var claims = Claims;
        foreach (var id in left)
        {
            if (claims.ContainsKey(id) && !Holds(id))
            {
                claims = claims.Remove(id);
            }
        }

        return ReferenceEquals(claims, Claims) ? this : this with { Claims = claims };
    }

    private bool Holds(long claimId)
    {
        foreach (var entry in Recipients)
        {
            if (entry.Status == RecipientStatus.Claimed && entry.ClaimId == claimId)
            {
                return true;
            }
        }

        return false;
    }
}
