using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class AccountQuotaTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly ScriptedProvider _provider = new();
    private int _hurries;

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReserveAsync_BeforeTheFirstNewsAndAfterASilence_WaitsForThem()
    {
        var quota = Quota(AccountLimits.None);
        var first = quota.ReserveAsync(static () => 10, Never);
        Assert.False(first.IsCompleted);
        Assert.Equal(1, _hurries);
        await quota.SyncAsync(CircuitState.Closed, null);
        Assert.Same(HeldPermits.None, await first);
        Assert.Same(HeldPermits.None, await quota.ReserveAsync(static () => 10, Never));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(quota.IsInUse);
        var later = quota.ReserveAsync(static () => 10, Never);
        Assert.False(later.IsCompleted);
        await quota.SyncAsync(CircuitState.Closed, null);
        await later;
    }

    [Fact]
    public async Task TryEnter_ALimitIsUsedUpForHours_GoesOnAskingForNews()
    {
        var quota = Quota(new AccountLimits { PerDay = 5 });
        var lane = new ProviderLane(_provider, _clock, TimeSpan.FromSeconds(1), quota);
        var reserving = lane.ReserveAsync(static () => 5, Never);
        await quota.SyncAsync(CircuitState.Closed, null);
        Assert.Equal(5, (await reserving)!.Count);
        quota.OnOutcomes(5);

        await quota.SyncAsync(CircuitState.Closed, null);
        Assert.Equal("has used up its limit of 5 mails a day", quota.Reason);
        Assert.False(lane.Flows);
        for (var minute = 0; minute < 60; minute++)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            Assert.False(lane.TryEnter(out _, out _));
            Assert.True(quota.IsInUse);
        }
    }

    [Fact]
    public async Task SyncAsync_ALimitIsUsedUp_SendsThoseInLineAway()
    {
        var quota = Quota(new AccountLimits { PerDay = 1 });
        var first = quota.ReserveAsync(static () => 1, Never);
        await quota.SyncAsync(CircuitState.Closed, null);
        await first;
        quota.OnOutcomes(1);
        var second = quota.ReserveAsync(static () => 1, Never);
        Assert.False(second.IsCompleted);

        await quota.SyncAsync(CircuitState.Closed, null);

        Assert.Null(await second.WaitAsync(TimeSpan.FromSeconds(10), Never));
    }

    [Fact]
    public async Task ReserveAsync_TheFirstSliceAfterASilence_GoesAlone()
    {
        var quota = Quota(new AccountLimits { PerSecond = 1000 });
        var first = quota.ReserveAsync(static () => 1, Never);
        await quota.SyncAsync(CircuitState.Closed, null);
        await first;
        var second = quota.ReserveAsync(static () => 1, Never);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.False(second.IsCompleted);

        quota.OnOutcomes(1);
        Assert.Equal(1, (await second.WaitAsync(TimeSpan.FromSeconds(10), Never))!.Count);
    }

    // An account may take a minute to answer.
    [Fact]
    public async Task AskAsync_TheAccountTakesItsTime_HoldsUpNoExchange()
    {
        var account = new SlowAccount();
        var quota = new AccountQuota(account, AccountLimits.None, new LocalQuotas(_clock), _clock, workers: 20) { Hurry = () => _hurries++ };
        var asking = quota.AskAsync(Never);

        Assert.False(await quota.SyncAsync(CircuitState.Closed, null));
        Assert.False(asking.IsCompleted);
        account.Answer.SetResult(new ProviderAccountState(ProviderAccountStatus.Ready, "Ten a second.") { PerSecond = 10 });
        await asking;
        Assert.Equal(1, _hurries);
    }

    private sealed class SlowAccount : IMailProvider, IProviderAccount
    {
        public TaskCompletionSource<ProviderAccountState> Answer { get; } = new();

        public string Name => "slow";

        public ProviderCapabilities Capabilities { get; } = new();

        public bool TellsLimits => true;

        public Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken) => Answer.Task.WaitAsync(cancellationToken);

        public Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
            => throw new InvalidOperationException("Nothing is sent here.");
    }

    private AccountQuota Quota(AccountLimits limits)
        => new(_provider, limits, new LocalQuotas(_clock), _clock, workers: 20) { Hurry = () => _hurries++ };
}
