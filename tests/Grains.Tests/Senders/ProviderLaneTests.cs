using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Grains.Tests.Quotas;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class ProviderLaneTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly ScriptedProvider _provider = new();
    private readonly ProviderLane _lane;

    public ProviderLaneTests() => _lane = new ProviderLane(_provider, _clock, rest: TimeSpan.FromSeconds(10));

    private SendWindow Open => new(_clock, long.MaxValue, CancellationToken.None);

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SendAsync_Accepted_FlowsOn()
    {
        Assert.IsType<SendOutcome.Accepted>(await SendAsync());

        Assert.Equal((0, null), (_lane.CircuitState, _lane.Notice));
        Assert.Null(await _lane.EnterAsync(Never));
    }

    [Fact]
    public async Task SendAsync_UnreachableTwice_OpensTheBreakerAndCallsTheProviderNoMore()
    {
        await BreakAsync();

        Assert.Equal(1, _lane.CircuitState);
        Assert.Contains("cannot be reached (no such host)", _lane.Notice, StringComparison.Ordinal);
        var calls = _provider.Attempts.Count;
        Assert.IsType<SendOutcome.NotAttempted>(await SendAsync());
        Assert.Equal(calls, _provider.Attempts.Count);
    }

    [Fact]
    public async Task ShownCircuit_OfAnOpenBreakerThatNobodyTries_IsClosed()
    {
        var quota = new AccountQuota(_provider, AccountLimits.None, new LocalQuotas(_clock), _clock, workers: 1) { Hurry = static () => { } };
        var lane = new ProviderLane(_provider, _clock, rest: TimeSpan.FromSeconds(10), quota);
        quota.KeepInUse();
        _provider.Answer = static _ => new SendOutcome.Unreachable("no such host");
        for (var mail = 0; mail < 2; mail++)
        {
            await SendAsync(lane);
        }

        Assert.Equal((1, 1), (lane.CircuitState, lane.ShownCircuit));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((1, 0), (lane.CircuitState, lane.ShownCircuit));
        Assert.True(lane.TryEnter(out var probe, out _));
        Assert.Equal(1, lane.ShownCircuit);
        probe!.Dispose();
    }

    [Fact]
    public async Task SendAsync_RejectedRecipients_AreNoTroubleOfTheLane()
    {
        _provider.Answer = static _ => new SendOutcome.Rejected(RejectReason.UnknownMailbox, "550");
        for (var mail = 0; mail < 20; mail++)
        {
            await SendAsync();
        }

        Assert.Equal(0, _lane.CircuitState);
    }

    [Fact]
    public async Task SendAsync_NoAnswersTwice_OpensTheBreaker()
    {
        _provider.Answer = static _ => new SendOutcome.Unknown("503 try later");
        await SendAsync();
        await SendAsync();

        Assert.Equal(1, _lane.CircuitState);
        Assert.Contains("does not answer (503 try later)", _lane.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_OneAnswerOfASliceIsLost_IsNoOutage()
    {
        var mails = 0;
        _provider.Answer = _ => Interlocked.Increment(ref mails) % 3 == 0 ? new SendOutcome.Unknown("reset") : new SendOutcome.Accepted("id");
        for (var slice = 0; slice < 10; slice++)
        {
            await _lane.SendAsync([Mails.To("a@example.test"), Mails.To("b@example.test"), Mails.To("c@example.test")], Open, Never);
        }

        Assert.Equal(0, _lane.CircuitState);
    }

    [Fact]
    public async Task EnterAsync_BehindAnOpenBreaker_LetsOneProbeThroughAtATime()
    {
        await BreakAsync();
        var first = _lane.EnterAsync(Never);
        Assert.False(first.IsCompleted);

        _clock.Advance(TimeSpan.FromSeconds(1));
        var probe = await first.WaitAsync(Patience, Never);
        Assert.NotNull(probe);
        var second = _lane.EnterAsync(Never);
        Assert.False(second.IsCompleted);

        probe.Dispose();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.NotNull(await second.WaitAsync(Patience, Never));
    }

    [Fact]
    public async Task SendAsync_TheProbeIsAccepted_ClosesTheBreaker()
    {
        await BreakAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        _provider.Answer = static _ => new SendOutcome.Accepted("id");
        using (await _lane.EnterAsync(Never))
        {
            Assert.IsType<SendOutcome.Accepted>(await SendAsync());
        }

        Assert.Equal((0, null), (_lane.CircuitState, _lane.Notice));
        Assert.Null(await _lane.EnterAsync(Never));
    }

    [Fact]
    public async Task SendAsync_TheProbeFailsToo_WaitsTwiceAsLongForTheNext()
    {
        await BreakAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        using (await _lane.EnterAsync(Never))
        {
            await SendAsync();
        }

        Assert.Equal(1, _lane.CircuitState);
        var next = _lane.EnterAsync(Never);
        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.NotNull(await next.WaitAsync(Patience, Never));
    }

    [Fact]
    public async Task EnterAsync_Cancelled_HoldsNoProbe()
    {
        await BreakAsync();
        using var cancellation = new CancellationTokenSource();
        var waiting = _lane.EnterAsync(cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await _lane.EnterAsync(Never));
    }

    [Fact]
    public async Task SendAsync_ThrottledAgainAndAgain_DoublesTheRestUpToTenMinutes()
    {
        _provider.Answer = static _ => new SendOutcome.Throttled(RetryAfter: null, "slow down");
        foreach (var seconds in new[] { 10, 20, 40, 80, 160, 320, 600, 600 })
        {
            await SendAsync();
            Assert.Contains("asked to slow down (slow down)", _lane.Notice, StringComparison.Ordinal);
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.NotNull(_lane.Notice);
            _clock.Advance(TimeSpan.FromTicks(1));
            Assert.Null(_lane.Notice);
            Assert.Null(await _lane.EnterAsync(Never));
        }
    }

    [Fact]
    public async Task SendAsync_ThrottledByManySendersAtOnce_RestsOnce()
    {
        _provider.Answer = static _ => new SendOutcome.Throttled(RetryAfter: null, "slow down");
        for (var sender = 0; sender < 20; sender++)
        {
            await SendAsync();
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await _lane.EnterAsync(Never));
    }

    [Fact]
    public async Task SendAsync_ThrottledWithRetryAfter_RestsAtLeastThatLong()
    {
        _provider.Answer = static _ => new SendOutcome.Throttled(TimeSpan.FromMinutes(30), "later");
        await SendAsync();

        _clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.NotNull(_lane.Notice);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Null(_lane.Notice);
    }

    [Fact]
    public async Task SendAsync_AcceptedBetweenTwoRests_TheRestBeginsAtItsBaseAgain()
    {
        foreach (var _ in new[] { 1, 2 })
        {
            _provider.Answer = static _ => new SendOutcome.Throttled(RetryAfter: null, "slow down");
            await SendAsync();
            _clock.Advance(TimeSpan.FromSeconds(10));
            Assert.Null(_lane.Notice);
            _provider.Answer = static _ => new SendOutcome.Accepted("id");
            await SendAsync();
        }
    }

    [Fact]
    public async Task SendAsync_WhileOthersAskForTheState_NeverWaitsForEver()
    {
        _provider.Answer = static _ => new SendOutcome.Unreachable("no such host");
        var senders = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var time = 0; time < 2_000; time++)
                {
                    _clock.Advance(TimeSpan.FromSeconds(31)); // the break is over: the next failure opens it again
                    await SendAsync();
                }
            },
            Never));
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var time = 0; time < 50_000; time++)
                {
                    GC.KeepAlive(_lane.Notice);
                }
            },
            Never));

        await Task.WhenAll(senders.Concat(readers)).WaitAsync(Patience, Never);

        Assert.NotEqual(0, _lane.CircuitState);
    }

    private async Task BreakAsync()
    {
        _provider.Answer = static _ => new SendOutcome.Unreachable("no such host");
        await SendAsync();
        await SendAsync();
    }

    private Task<SendOutcome> SendAsync() => SendAsync(_lane);

    private async Task<SendOutcome> SendAsync(ProviderLane lane)
    {
        return Assert.Single(await lane.SendAsync([Mails.To("ann@example.com")], Open, Never));
    }
}
