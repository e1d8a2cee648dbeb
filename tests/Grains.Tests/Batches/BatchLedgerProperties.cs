using EmailCampaign.Batches;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>What a ledger answers from what it has looked up once is what each recipient says.</summary>
public sealed class BatchLedgerProperties
{
    private static readonly Gen<BatchLedger> WithAndWithoutDoubts = Gen.OneOf(
        AnyLedger.Ledgers,
        AnyLedger.Ledgers.Select(static ledger => ledger with { Recipients = [.. ledger.Recipients.Select(static entry => entry with { Doubts = [] })] }));

    [Property(MaxTest = 300)]
    public Property Questions_AnyLedger_AreAnsweredAsEachRecipientSays() => Prop.ForAll(
        WithAndWithoutDoubts.ToArbitrary(), AnyLedger.Times.ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), static (ledger, now, size) =>
        {
            var entries = ledger.Recipients.ToList();
            Assert.Equal(entries.TrueForAll(static entry => entry.IsFinal), ledger.IsFinished);
            Assert.Equal(entries.Count(static entry => entry.Status == RecipientStatus.Waiting), ledger.Count().Waiting);
            Assert.Equal(entries.Count(static entry => entry.Status == RecipientStatus.Discarded), ledger.Count().Discarded);
            Assert.Equal(entries.Count, ledger.Count().Total);
            Assert.Equal(entries.Where(static entry => entry.Status == RecipientStatus.Waiting).Min(static entry => entry.DueAt), ledger.NextDueAt());
            Assert.Equal(entries.Count(entry => entry.IsClaimable(now)), ledger.CountClaimable(now));
            Assert.Equal(
                entries.Count(static entry => entry.InOpenDoubt && entry.Status is RecipientStatus.Pending or RecipientStatus.Waiting), ledger.UnfinishedInDoubt());
            if (entries.Exists(static entry => entry.InOpenDoubt))
            {
                return;
            }

            int[] open = [.. Enumerable.Range(0, entries.Count).Where(index => entries[index].IsClaimable(now))];
            Assert.Equal((open.Length + size - 1) / size, ledger.CountSlices(new SliceWish(size), now));
            Assert.Equal(open.Take(size), ledger.TakeSlice(new SliceWish(size), now));
            Assert.Empty(ledger.Repeats(new SliceWish(size), now));
            Assert.Same(ledger, ledger.EndRepeats(static _ => TimeSpan.Zero, now));
        });

    // A claim is there as long as it holds somebody, in whatever order slices are taken, answered, answered late or judged.
    [Property(MaxTest = 300)]
    public Property Claims_AnyOrderOfAnswers_AreThoseThatHoldSomebody() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ListOf().Resize(60).ToArbitrary(), static steps =>
        {
            var now = DateTimeOffset.UnixEpoch.AddYears(50);
            var rules = Ledgers.AtLeastOnce;
            var ledger = BatchLedger.Create(25);
            foreach (var step in steps)
            {
                var id = 1 + (step / 8 % 6);
                var kind = (DeliveryKind)(step / 64 % Enum.GetValues<DeliveryKind>().Length);
                ledger = (step % 8) switch
                {
                    < 3 when !ledger.Claims.ContainsKey(id) => Take(ledger, id, now),
                    7 => ledger.Judge(new HashSet<long> { id }, rules, now),
                    _ => ledger.Record(id, [.. Members(ledger, id).Take(step % 5).Select(index => new DeliveryOutcome(index, 0, kind))], rules, now),
                };
                now += TimeSpan.FromMinutes(step % 60);
                Assert.Equal(
                    ledger.Recipients.Where(static entry => entry.Status == RecipientStatus.Claimed).Select(static entry => entry.ClaimId).Distinct().Order(),
                    ledger.Claims.Keys.Order());
            }
        });

    private static BatchLedger Take(BatchLedger ledger, long id, DateTimeOffset now)
    {
        var slice = ledger.TakeSlice(new SliceWish(4), now);
        return slice.IsEmpty ? ledger : ledger.Take(new Claim(id, Guid.Empty, now), slice, now);
    }

    // Those that it holds, and those that it once held: a late answer may be about them.
    private static IEnumerable<int> Members(BatchLedger ledger, long id) => Enumerable.Range(0, ledger.Recipients.Length)
        .Where(index => ledger.Recipients[index] is var entry && (entry.ClaimId == id || entry.Doubts.Contains(id)));
}
