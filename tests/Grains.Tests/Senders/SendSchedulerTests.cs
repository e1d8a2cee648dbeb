using EmailCampaign.Hosting;
using EmailCampaign.Senders;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class SendSchedulerTests
{
    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_MoreThanThereAre_HandsOutExactlyTheWorkerCount()
    {
        var scheduler = Scheduler(workers: 3);
        var waits = Enumerable.Range(0, 5).Select(number => scheduler.AcquireAsync($"c{number}", 0, Never)).ToArray();

        var permits = await Task.WhenAll(waits[..3]);
        Assert.Equal(3, scheduler.Busy);
        Assert.All(waits[3..], static wait => Assert.False(wait.IsCompleted));

        permits[0].Dispose();
        permits[0].Dispose(); // a second time gives nothing back
        await waits[3];
        Assert.Equal(3, scheduler.Busy);
        Assert.False(waits[4].IsCompleted);
    }

    [Fact]
    public async Task AcquireAsync_ASmallCampaignBehindALargeOne_HasItsTurnNext()
    {
        var scheduler = Scheduler(workers: 1);
        var order = new List<string>();
        var running = await scheduler.AcquireAsync("large", 0, Never);
        var large = Enumerable.Range(0, 3).Select(_ => scheduler.AcquireAsync("large", 0, Never)).ToList();
        var small = scheduler.AcquireAsync("small", 0, Never);
        var waits = new List<(string Campaign, Task<SendPermit> Wait)>([.. large.Select(static wait => ("large", wait)), ("small", small)]);

        while (waits.Count > 0)
        {
            running.Dispose();
            running = await await Task.WhenAny(waits.Select(static wait => wait.Wait)).WaitAsync(TimeSpan.FromSeconds(30), Never);
            var granted = waits.Single(static wait => wait.Wait.IsCompleted);
            order.Add(granted.Campaign);
            waits.Remove(granted);
        }

        Assert.InRange(order.IndexOf("small"), 0, 1);
        Assert.Equal(4, order.Count);
    }

    [Fact]
    public async Task AcquireAsync_ABatchThatHoldsNothing_GoesBeforeTheOthersOfItsCampaignOnce()
    {
        var scheduler = Scheduler(workers: 1);
        var running = await scheduler.AcquireAsync("a", 1, Never);
        var here = Enumerable.Range(0, 3).Select(_ => scheduler.AcquireAsync("a", 1, Never)).ToList();
        var moved = Enumerable.Range(0, 2).Select(_ => scheduler.AcquireAsync("a", 2, Never)).ToList();

        running.Dispose();
        using (await moved[0].WaitAsync(TimeSpan.FromSeconds(30), Never))
        {
            Assert.All(here, static wait => Assert.False(wait.IsCompleted));
        }

        using (await here[0].WaitAsync(TimeSpan.FromSeconds(30), Never))
        {
            Assert.False(moved[1].IsCompleted);
        }
    }

    [Fact]
    public async Task AcquireAsync_ACampaignAtItsShareOfTheBuffer_WaitsAlthoughSendersAreFree()
    {
        var scheduler = Scheduler(workers: 5, buffer: 50, slice: 25);
        var first = await scheduler.AcquireAsync("a", 0, Never);
        await scheduler.AcquireAsync("a", 0, Never);
        var third = scheduler.AcquireAsync("a", 0, Never);
        var other = await scheduler.AcquireAsync("b", 0, Never);

        Assert.False(third.IsCompleted);
        Assert.Equal(3, scheduler.Busy);

        other.Dispose();
        Assert.False(third.IsCompleted);

        first.Dispose();
        await third;
        Assert.Equal(2, scheduler.Busy);
    }

    [Theory]
    [InlineData(50, 25)]
    [InlineData(3, 500)]
    public async Task AcquireAsync_NoBufferGiven_LetsOneCampaignUseEverySender(int workers, int slice)
    {
        var scheduler = Scheduler(workers, slice: slice);

        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => scheduler.AcquireAsync("a", 0, Never)))
            .WaitAsync(TimeSpan.FromSeconds(30), Never);

        Assert.Equal(workers, scheduler.Busy);
    }

    [Fact]
    public async Task AcquireAsync_BufferSmallerThanASlice_StillLetsOneOut()
        => Assert.NotNull(await Scheduler(workers: 1, buffer: 1, slice: 25).AcquireAsync("a", 0, Never));

    [Fact]
    public async Task AcquireAsync_CancelledWhileItWaits_LeaksNothing()
    {
        var scheduler = Scheduler(workers: 1);
        using var cancellation = new CancellationTokenSource();
        var running = await scheduler.AcquireAsync("a", 0, Never);
        var cancelled = scheduler.AcquireAsync("b", 0, cancellation.Token);
        var next = scheduler.AcquireAsync("c", 0, Never);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scheduler.AcquireAsync("b", 0, cancellation.Token));

        running.Dispose();
        (await next).Dispose();
        Assert.Equal(0, scheduler.Busy);
        (await scheduler.AcquireAsync("b", 0, Never)).Dispose();
        Assert.Equal(0, scheduler.Busy);
    }

    [Fact]
    public async Task AcquireAsync_ManyAtOnceSomeCancelled_NeverExceedsAndAllComeBack()
    {
        var scheduler = Scheduler(workers: 4, buffer: 75, slice: 25);
        var perCampaign = new int[5];
        var most = 0;
        var mostOfOne = 0;
        await Task.WhenAll(Enumerable.Range(0, 400).Select(number => Task.Run(
            async () =>
            {
                using var cancellation = new CancellationTokenSource();
                var wait = scheduler.AcquireAsync($"c{number % 5}", 0, cancellation.Token);
                if (number % 7 == 0)
                {
                    await cancellation.CancelAsync();
                }

                try
                {
                    using var permit = await wait;
                    Max(ref mostOfOne, Interlocked.Increment(ref perCampaign[number % 5]));
                    Max(ref most, scheduler.Busy);
                    await Task.Yield();
                    Interlocked.Decrement(ref perCampaign[number % 5]);
                }
                catch (OperationCanceledException)
                {
                    Assert.Equal(0, number % 7);
                }
            },
            Never)));

        Assert.InRange(most, 1, 4);
        Assert.InRange(mostOfOne, 1, 3);
        Assert.Equal(0, scheduler.Busy);
    }

    private static void Max(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static SendScheduler Scheduler(int workers, int? buffer = null, int slice = 25)
        => new(Options.Create(new SendingOptions { WorkerCount = workers, ChannelBuffer = buffer, SliceSize = slice }));
}
