using System.Net;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Grains.Tests.Telemetry;

public sealed class CampaignQueueTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly RecipientCounts Counts = new() { Pending = 9_000, Claimed = 1_000, Waiting = 30, Sent = 5, InDoubt = 2 };

    private readonly CampaignWindow _window = new([new(Counts, 0, null)], Now);
    private readonly CampaignFlow _flow = new();

    [Fact]
    public void Of_ACampaignThatFlows_IsReadyAsAWhole()
        => Assert.Equal(new CampaignQueue(10_000, 10_000, 30, 0, 2), CampaignQueue.Of(Counts, _window, _flow, perSecond: null, Now));

    [Fact]
    public void Of_ACampaignThatDoesNotSend_HasItsDoubtsAlone()
        => Assert.Equal(new CampaignQueue(0, 0, 0, 0, 2), CampaignQueue.Of(Counts, _window, flow: null, perSecond: 5, Now));

    [Theory]
    [InlineData(14.0, null, 840)]
    [InlineData(null, 10.0, 600)]
    [InlineData(14.0, 10.0, 600)]
    [InlineData(0.001, null, 0)]
    [InlineData(1e9, null, 10_000)]
    public void Of_ACampaignAtARate_IsReadyForAMinuteOfIt(double? ofCampaign, double? ofAccount, int ready)
    {
        _flow.Take(Report(0, heldUp: false, ofAccount), isAtWork: true);

        var queue = CampaignQueue.Of(Counts, _window, _flow, ofCampaign, Now);

        Assert.Equal((10_000, ready), (queue.Depth, queue.Ready));
    }

    [Fact]
    public void Of_ACampaignHeldUpOnEverySilo_HasNothingReady()
    {
        _flow.Take(Report(0, heldUp: true), isAtWork: true);
        _flow.Take(Report(1, heldUp: false), isAtWork: true);
        Assert.Equal(10_000, CampaignQueue.Of(Counts, _window, _flow, null, Now).Ready);

        _flow.Take(Report(1, heldUp: true), isAtWork: true);
        Assert.Equal((10_000, 0), (CampaignQueue.Of(Counts, _window, _flow, null, Now) is var held ? held.Depth : 0, held.Ready));

        // What a batch said that has nothing more to do does not count.
        _flow.Take(Report(2, heldUp: false), isAtWork: false);
        Assert.True(_flow.IsHeldUp);
        _flow.Take(Report(0, heldUp: true), isAtWork: false);
        _flow.Take(Report(1, heldUp: true), isAtWork: false);
        Assert.False(_flow.IsHeldUp);
    }

    [Fact]
    public void Of_WaitingRecipients_CountsThoseWhoseBatchIsDueSoon()
    {
        var window = new CampaignWindow(
            [
                new(new RecipientCounts { Waiting = 3 }, 0, Now.AddMinutes(-1)),
                new(new RecipientCounts { Waiting = 5 }, 0, Now.AddMinutes(5)),
                new(new RecipientCounts { Waiting = 7 }, 0, Now.AddMinutes(6)),
            ],
            Now);

        var queue = CampaignQueue.Of(window.Totals, window, _flow, null, Now);

        Assert.Equal((15, 8), (queue.Waiting, queue.DueSoon));
    }

    private static BatchReport Report(int batch, bool heldUp, double? perSecond = null) => new()
    {
        Batch = batch,
        Counts = new RecipientCounts { Pending = 1 },
        Version = 1,
        Silo = SiloAddress.New(IPAddress.Loopback, 1, 1),
        HeldUp = heldUp,
        PerSecond = perSecond,
    };
}
