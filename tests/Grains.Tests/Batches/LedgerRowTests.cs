using EmailCampaign.Batches;
using EmailCampaign.Grains.Tests.Conservation;
using EmailCampaign.Grains.Tests.Telemetry;
using EmailCampaign.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prometheus;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>What became of a write is read from the row, never concluded from an exception.</summary>
public sealed class LedgerRowTests : IDisposable
{
    private static readonly Guid Me = new("aaaaaaaa-0000-0000-0000-000000000000");

    private readonly FakeTimeProvider _clock = new(Ledgers.Start);
    private readonly SimulatedRow _stored = new(BatchLedger.Create(2));
    private readonly CollectorRegistry _registry = Metrics.NewCustomRegistry();
    private readonly SimulatedState _state;
    private readonly LedgerRow _row;
    private readonly CancellationTokenSource _patience = new();

    public LedgerRowTests()
    {
        _state = new SimulatedState(_stored);
        _row = new LedgerRow(_state, Me, _clock, new CampaignMetrics(_registry), NullLogger.Instance);
    }

    public void Dispose() => _patience.Dispose();

    [Fact]
    public async Task WriteAsync_Accepted_IsCommittedWithWriterAndSequence()
    {
        var (fate, ledger) = await EndAsync(Write(), static write => write.Answer());

        Assert.Equal(LedgerWrite.Committed, fate);
        Assert.Equal((Me, 1, 1), (ledger.WriterId, ledger.Sequence, ledger.Version));
        Assert.Equal((Me, 1, 1), (_stored.Ledger.WriterId, _stored.Ledger.Sequence, _stored.Ledger.Version));
    }

    [Fact]
    public async Task WriteAsync_Accepted_CountsTheWriteAndItsBytes()
    {
        await EndAsync(Write(), static write => write.Answer());
        var first = _stored.Data.Length;
        await EndAsync(Write(), static write => write.Answer());

        Assert.Equal(2, await Exposition.ValueAsync(_registry, "ledger_write_duration_seconds_count"));
        Assert.Equal(first + _stored.Data.Length, await Exposition.ValueAsync(_registry, "ledger_write_bytes_total"));
    }

    [Fact]
    public async Task WriteAsync_FailedAfterItWasCarriedOut_IsCommitted()
    {
        var (fate, ledger) = await EndAsync(Write(), static write =>
        {
            Assert.True(write.Land());
            write.Fail();
        });

        Assert.Equal((LedgerWrite.Committed, 1), (fate, ledger.Sequence));
        Assert.Equal(LedgerWrite.Committed, (await EndAsync(Write(), static write => write.Answer())).Fate);
    }

    [Fact]
    public async Task WriteAsync_FailedWithoutEffect_IsNotWritten()
    {
        var (fate, ledger) = await EndAsync(Write(), static write => write.Fail());

        Assert.Equal(LedgerWrite.NotWritten, fate);
        Assert.Equal(Guid.Empty, ledger.WriterId);
        Assert.Equal(1, await Exposition.ValueAsync(_registry, "ledger_write_failures_total"));
        Assert.Equal(0, await Exposition.ValueAsync(_registry, "ledger_write_bytes_total"));
    }

    [Fact]
    public async Task WriteAsync_FailedWithoutEffectAfterAnOwnOne_IsNotWritten()
    {
        await EndAsync(Write(), static write => write.Answer());

        Assert.Equal(LedgerWrite.NotWritten, (await EndAsync(Write(), static write => write.Fail())).Fate);
    }

    [Fact]
    public async Task WriteAsync_TheVeryFirstFailedAndThereIsNoRow_IsNotWritten()
    {
        _state.RecordExists = false;
        var writing = _row.WriteAsync(BatchLedger.Create(2), _patience.Token);

        Assert.Equal(LedgerWrite.NotWritten, (await EndAsync(writing, static write => write.Fail())).Fate);
        Assert.False(_row.Exists);
    }

    [Fact]
    public async Task WriteAsync_TheRowWasDeletedMeanwhile_IsLost()
    {
        var writing = Write();
        _state.RecordExists = false;

        Assert.Equal(LedgerWrite.Lost, (await EndAsync(writing, static write => write.Fail())).Fate);
    }

    [Fact]
    public async Task WriteAsync_RefusedBecauseAnEarlierOwnWriteLanded_SaysSoAndGoesOnFromThere()
    {
        var first = Write();
        var late = _state.Open!;
        await EndAsync(first, static write => write.Fail());

        var second = Write();
        Assert.True(late.Land());
        var (fate, ledger) = await EndAsync(second, static write => write.Answer());

        Assert.Equal((LedgerWrite.EarlierLanded, 1), (fate, ledger.Sequence));
        Assert.Equal(LedgerWrite.Committed, (await EndAsync(Write(), static write => write.Answer())).Fate);
    }

    [Fact]
    public async Task WriteAsync_AnotherActivationHasWritten_IsLost()
    {
        var writing = Write();
        Assert.True(_stored.TryWrite(LedgerCodec.Encode(BatchLedger.Create(2) with { WriterId = Ledgers.OtherProcess }), _stored.Etag));

        var (fate, ledger) = await EndAsync(writing, static write => write.Answer());

        Assert.Equal((LedgerWrite.Lost, Ledgers.OtherProcess), (fate, ledger.WriterId));
    }

    [Fact]
    public async Task WriteAsync_StorageAnswersNoRead_ReadsAgainUntilItDoes()
    {
        _state.FailingReads = 2;
        var writing = Write();
        _state.Open!.Fail();
        Assert.False(writing.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(100));
        await Task.Yield();
        while (!writing.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(200));
            await Task.Yield();
        }

        Assert.Equal(LedgerWrite.NotWritten, (await writing).Fate);
    }

    [Fact]
    public async Task WriteAsync_PatienceEndsBeforeTheRowCanBeRead_IsUnknown()
    {
        _state.FailingReads = int.MaxValue;
        var writing = Write();
        _state.Open!.Fail();
        await _patience.CancelAsync();

        Assert.Equal(LedgerWrite.Unknown, (await writing).Fate);
    }

    [Fact]
    public async Task IsUnchangedAsync_SomebodyWrote_IsFalse()
    {
        Assert.True(await _row.IsUnchangedAsync(_patience.Token));

        Assert.True(_stored.TryWrite(LedgerCodec.Encode(BatchLedger.Create(2)), _stored.Etag));
        Assert.False(await _row.IsUnchangedAsync(_patience.Token));
    }

    [Fact]
    public async Task IsUnchangedAsync_PatienceHasEnded_IsFalse()
    {
        await _patience.CancelAsync();

        Assert.False(await _row.IsUnchangedAsync(_patience.Token));
    }

    private Task<(LedgerWrite Fate, BatchLedger Ledger)> Write() => _row.WriteAsync(_row.Load(), _patience.Token);

    private async Task<(LedgerWrite Fate, BatchLedger Ledger)> EndAsync(
        Task<(LedgerWrite Fate, BatchLedger Ledger)> writing, Action<SimulatedWrite> end)
    {
        end(_state.Open!);
        return await writing.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
