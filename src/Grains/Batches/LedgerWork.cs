using EmailCampaign.Telemetry;

namespace EmailCampaign.Batches;

/// <summary>Something to be folded into the next write of the ledger.</summary>
internal abstract record LedgerWork
{
    private LedgerWork()
    {
    }

    public abstract BatchLedger Apply(BatchLedger ledger, LedgerRules rules, DateTimeOffset now);

    /// <summary>Whether it brings the acceptance of this recipient, an earlier generation's to the same address included.</summary>
    public virtual bool Accepts(int index, RecipientEntry entry) => false;

    /// <summary>Notes in its trace what the ledger made of it.</summary>
    public virtual void Note(BatchLedger before, BatchLedger after)
    {
    }

    /// <summary>Tells whoever waits for it.</summary>
    public virtual void Complete(bool inRow)
    {
    }

    /// <summary>The outcomes of a claim. They exist nowhere else until they are written.</summary>
    public sealed record Outcomes(long ClaimId, IReadOnlyList<DeliveryOutcome> Items, Action Settled, SliceTrace? Trace = null) : LedgerWork
    {
        public override BatchLedger Apply(BatchLedger ledger, LedgerRules rules, DateTimeOffset now) => ledger.Record(ClaimId, Items, rules, now);

        public override bool Accepts(int index, RecipientEntry entry) => Accept(Items, index, entry);

        public override void Note(BatchLedger before, BatchLedger after) => Trace?.Recorded(before, after, Items);

        public override void Complete(bool inRow)
        {
            if (!inRow)
            {
                Trace?.HandedOver();
            }

            Settled();
        }
    }

    /// <summary>The outcomes of a claim of an earlier activation. Their holder waits, and repeats them when they were not written.</summary>
    public sealed record LateOutcomes(long ClaimId, IReadOnlyList<DeliveryOutcome> Items, TaskCompletionSource<bool> Done) : LedgerWork
    {
        public override BatchLedger Apply(BatchLedger ledger, LedgerRules rules, DateTimeOffset now) => ledger.Record(ClaimId, Items, rules, now);

        public override bool Accepts(int index, RecipientEntry entry) => Accept(Items, index, entry);

        public override void Complete(bool inRow) => Done.TrySetResult(inRow);
    }

    /// <summary>A command whose caller waits, and repeats it when it was not written.</summary>
    public sealed record Command(Func<BatchLedger, DateTimeOffset, BatchLedger> Change, TaskCompletionSource<bool> Done) : LedgerWork
    {
        public override BatchLedger Apply(BatchLedger ledger, LedgerRules rules, DateTimeOffset now) => Change(ledger, now);

        public override void Complete(bool inRow) => Done.TrySetResult(inRow);
    }

    // Asked for each mail: a loop, without anything on the heap.
    private static bool Accept(IReadOnlyList<DeliveryOutcome> items, int index, RecipientEntry entry)
    {
        for (var at = 0; at < items.Count; at++)
        {
            if (items[at] is { Kind: DeliveryKind.Accepted } item && item.Index == index && item.Generation >= entry.AddressGeneration)
            {
                return true;
            }
        }

        return false;
    }
}
