using System.Globalization;
using BenchmarkDotNet.Attributes;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Retry;

namespace EmailCampaign.Micro;

/// <summary>The ledger of a batch of 500, half of it sent, with queue ids of 40 characters: a slice of 25 is claimed, recorded, and the row encoded.</summary>
public class LedgerBenchmarks
{
    private const int Batch = 500;
    private const int SliceSize = 25;

    private static readonly LedgerRules Rules = new(DeliveryGuarantee.AtLeastOnce, new RetryPolicy(new RetryOptions
    {
        Attempts = 8,
        Backoff = TimeSpan.FromSeconds(1),
        ReplyBackoff = TimeSpan.FromMinutes(5),
        Budget = TimeSpan.FromDays(1),
        LongestDelay = TimeSpan.FromHours(4),
    }), static () => 0.5);

    private readonly Claim _claim = new(4711, new Guid("11111111-1111-1111-1111-111111111111"), Samples.Now + Claim.Lease);
    private readonly BatchLedger _half = HalfSent();
    private readonly BatchLedger _claimed;
    private readonly DeliveryOutcome[] _outcomes;
    private readonly byte[] _row;

    public LedgerBenchmarks()
    {
        var slice = _half.TakeSlice(new SliceWish(SliceSize), Samples.Now);
        _claimed = _half.Take(_claim, slice, Samples.Now);
        _outcomes = [.. slice.Select(Accepted)];
        _row = LedgerCodec.Encode(_claimed);
    }

    /// <summary>The recipients of the next slice.</summary>
    [Benchmark]
    public object TakeSlice() => _half.TakeSlice(new SliceWish(SliceSize), Samples.Now);

    /// <summary>Their claim.</summary>
    [Benchmark]
    public object Take() => _half.Take(_claim, _half.TakeSlice(new SliceWish(SliceSize), Samples.Now), Samples.Now);

    /// <summary>Their outcomes.</summary>
    [Benchmark]
    public object Record() => _claimed.Record(_claim.Id, _outcomes, Rules, Samples.Now);

    [Benchmark]
    public object Encode() => LedgerCodec.Encode(_claimed);

    [Benchmark]
    public object Decode() => LedgerCodec.Decode(_row);

    internal static BatchLedger HalfSent()
    {
        var ledger = BatchLedger.Create(Batch);
        for (var claimId = 1; ledger.Count().Sent < Batch / 2; claimId++)
        {
            var slice = ledger.TakeSlice(new SliceWish(SliceSize), Samples.Now);
            var claim = new Claim(claimId, Guid.Empty, Samples.Now + Claim.Lease);
            ledger = ledger.Take(claim, slice, Samples.Now).Record(claimId, slice.Select(Accepted), Rules, Samples.Now);
        }

        return ledger;
    }

    private static DeliveryOutcome Accepted(int index)
        => new(index, Generation: 0, DeliveryKind.Accepted, Text: index.ToString("D40", CultureInfo.InvariantCulture));
}
