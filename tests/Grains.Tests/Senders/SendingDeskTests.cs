using EmailCampaign.Batches;
using EmailCampaign.Grains.Tests.Conservation;
using EmailCampaign.Senders;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class SendingDeskTests : IDisposable
{
    private static readonly SliceOrder Order = new("spring", 0, 7, Guid.Empty, 0, [new SliceMember(3, 1, 5, "ann@example.com", ["Ann"])], "smtp");
    private static readonly SliceResult Sent = new([new DeliveryOutcome(3, 1, DeliveryKind.Accepted, Text: "m-1")]);

    private readonly SendingDesk _desk = new();
    private readonly TaskCompletionSource<SliceResult> _call = new();

    [Fact]
    public async Task SendAsync_TheCallReturns_IsItsResult()
    {
        var sending = SendAsync();
        Assert.Equal(1, _desk.Open);
        _call.SetResult(Sent);

        Assert.Same(Sent, await sending);
        Assert.Equal(0, _desk.Open);
        Assert.Null(_desk.Find(7));
    }

    [Fact]
    public async Task SendAsync_TheCallFailsBeforeTheSenderStarted_IsRevokedForGood()
    {
        var sending = SendAsync();
        var slice = _desk.Find(7)!;
        _call.SetException(new TimeoutException());

        Assert.Equal(new DeliveryOutcome(3, 1, DeliveryKind.NotAttempted), Assert.Single((await sending).Outcomes));
        Assert.False(slice.TryStart());
    }

    [Fact]
    public async Task SendAsync_TheCallFailsAfterTheSenderStarted_WaitsForItsResult()
    {
        var sending = SendAsync();
        var slice = _desk.Find(7)!;
        Assert.True(slice.TryStart());
        _call.SetException(new TimeoutException());
        Assert.False(sending.IsCompleted);
        Assert.Equal(1, _desk.Open);

        slice.Complete(Sent);

        Assert.Same(Sent, await sending.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void TryStart_Twice_IsAllowedOnce()
    {
        _ = SendAsync();

        Assert.True(_desk.Find(7)!.TryStart());
        Assert.False(_desk.Find(7)!.TryStart());
    }

    [Fact]
    public void Stop_OneClaim_StopsItsSliceOnly()
    {
        _ = SendAsync();
        _ = _desk.SendAsync(Sender(), Order with { ClaimId = 8 });

        _desk.Stop([8, 99]);

        Assert.False(_desk.Find(7)!.Stopping.IsCancellationRequested);
        Assert.True(_desk.Find(8)!.Stopping.IsCancellationRequested);
    }

    [Fact]
    public void Drain_SlicesBeforeAndAfterIt_AreStopped()
    {
        _ = SendAsync();
        _desk.Drain();
        _ = _desk.SendAsync(Sender(), Order with { ClaimId = 8 });

        Assert.True(_desk.Draining.IsCancellationRequested);
        Assert.True(_desk.Find(7)!.Stopping.IsCancellationRequested);
        Assert.True(_desk.Find(8)!.Stopping.IsCancellationRequested);
        Assert.False(_desk.Aborting.IsCancellationRequested);
    }

    public void Dispose() => _desk.Dispose();

    private Task<SliceResult> SendAsync() => _desk.SendAsync(Sender(), Order);

    private ISenderGrain Sender() => StubProxy.Of<ISenderGrain>((_, _) => _call.Task);
}
