using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Batches;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Grains.Tests.Storage;

public sealed class LedgerCodecProperties
{
    private static readonly Gen<DateTimeOffset> Times = AnyLedger.Times;

    private static readonly Gen<BatchSummary> Summaries =
        from counts in Gen.Choose(0, 500).ArrayOf(8)
        from zeroes in Gen.Choose(0, 255)
        from doubted in Gen.Choose(0, 500)
        from due in Gen.Elements(true, false)
        from dueAt in Times
        select new BatchSummary(
            new RecipientCounts
            {
                Pending = Kept(counts, zeroes, 0),
                Claimed = Kept(counts, zeroes, 1),
                Waiting = Kept(counts, zeroes, 2),
                Sent = Kept(counts, zeroes, 3),
                Dead = Kept(counts, zeroes, 4),
                InDoubt = Kept(counts, zeroes, 5),
                Suppressed = Kept(counts, zeroes, 6),
                Discarded = Kept(counts, zeroes, 7),
            },
            doubted,
            due ? dueAt : null);

    [Property(MaxTest = 300)]
    public Property Decode_AnyEncodedLedger_IsTheSameLedger() => Prop.ForAll(
        AnyLedger.Ledgers.ToArbitrary(), static ledger => Assert.Equal(Shown.Of(ledger), Shown.Of(LedgerCodec.Decode(LedgerCodec.Encode(ledger)))));

    [Property(MaxTest = 300)]
    public Property Decode_AnyEncodedSummaries_AreTheSameSummaries() => Prop.ForAll(
        Summaries.ListOf().ToArbitrary(), static summaries => Assert.Equal(summaries, BatchSummaryCodec.Decode(BatchSummaryCodec.Encode([.. summaries]))));

    [Fact]
    public void Encode_UntouchedRecipients_AreAByteEach()
        => Assert.Equal(
            500, LedgerCodec.Encode(BatchLedger.Create(600)).Length - LedgerCodec.Encode(BatchLedger.Create(100)).Length - 1 /* a longer count */);

    [Fact]
    public void Decode_AFormatOfALaterVersion_SaysSo()
    {
        Assert.Contains("format 2", Assert.Throws<InvalidDataException>(() => LedgerCodec.Decode([2, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("format 9", Assert.Throws<InvalidDataException>(() => BatchSummaryCodec.Decode([9, 0])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_NoSummaries_IsAnEmptyList() => Assert.Empty(BatchSummaryCodec.Decode([]));

    private static int Kept(int[] counts, int zeroes, int index) => (zeroes & (1 << index)) == 0 ? counts[index] : 0;
}
