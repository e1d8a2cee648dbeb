using EmailCampaign.Hosting;
using EmailCampaign.Senders;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class SendSchedulerTests
{
    private const int Slice = 25;

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_MoreThanThereAre_HandsOutExactlyTheWorkerCount()
    {
        var scheduler = Scheduler(workers: 3);
        var waits = Enumerable.Range(0, 5).Select(number => scheduler.AcquireAsync($"c{number}", 0, Slice, Never)).ToArray();

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
        var running = await scheduler.AcquireAsync("large", 0, Slice, Never);
        var large = Enumerable.Range(0, 3).Select(_ => scheduler.AcquireAsync("large", 0, Slice, Never)).ToList();
        var small = scheduler.AcquireAsync("small", 0, Slice, Never);
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
        var running = await scheduler.AcquireAsync("a", 1, Slice, Never);
        var here = Enumerable.Range(0, 3).Select(_ => scheduler.AcquireAsync("a", 1, Slice, Never)).ToList();
        var moved = Enumerable.Range(0, 2).Select(_ => scheduler.AcquireAsync("a", 2, Slice, Never)).ToList();

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
        var scheduler = Scheduler(workers: 5, buffer: 50);
        var first = await scheduler.AcquireAsync("a", 0, Slice, Never);
        await scheduler.AcquireAsync("a", 0, Slice, Never);
        var third = scheduler.AcquireAsync("a", 0, Slice, Never);
        var other = await scheduler.AcquireAsync("b", 0, Slice, Never);

        Assert.False(third.IsCompleted);
        Assert.Equal(3, scheduler.Busy);

        other.Dispose();
        Assert.False(third.IsCompleted);

        first.Dispose();
        await third;
        Assert.Equal(2, scheduler.Busy);
    }

    [Fact]
    public async Task AcquireAsync_SlicesOfABatchApi_CountByTheirRecipients()
    {
        var scheduler = Scheduler(workers: 5, buffer: 250);
        var slices = Enumerable.Range(0, 3).Select(_ => scheduler.AcquireAsync("a", 0, 100, Never)).ToList();
        var small = scheduler.AcquireAsync("a", 0, 50, Never);

        // Whose turn it is waits, and is not overtaken by a smaller one for ever.
        Assert.Equal([true, true, false], slices.Select(static slice => slice.IsCompleted));
        Assert.False(small.IsCompleted);

        (await slices[0]).Dispose();
        await slices[2].WaitAsync(TimeSpan.FromSeconds(30), Never);
        await small.WaitAsync(TimeSpan.FromSeconds(30), Never);
        Assert.Equal(3, scheduler.Busy);
    }

    [Fact]
    public async Task AcquireAsync_SliceLargerThanTheBuffer_GoesAlone()
    {
        var scheduler = Scheduler(workers: 5, buffer: 60);
        var small = await scheduler.AcquireAsync("a", 0, 10, Never);
        var large = scheduler.AcquireAsync("a", 0, 100, Never);
        var next = scheduler.AcquireAsync("a", 0, 10, Never);

        Assert.False(large.IsCompleted);
        small.Dispose();
        var permit = await large.WaitAsync(TimeSpan.FromSeconds(30), Never);
        Assert.False(next.IsCompleted);

        permit.Dispose();
        await next.WaitAsync(TimeSpan.FromSeconds(30), Never);
    }

    [Fact]
    public async Task AcquireAsync_CancelledWhileItWaitsForRoom_HoldsUpNobody()
    {
        var scheduler = Scheduler(workers: 5, buffer: 100);
        using var cancellation = new CancellationTokenSource();
        using var held = await scheduler.AcquireAsync("a", 0, 50, Never);
        var large = scheduler.AcquireAsync("a", 0, 100, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);

        Assert.True(scheduler.AcquireAsync("a", 0, 50, Never).IsCompleted);
    }

    [Fact]
    public async Task Resize_ToWhatWasClaimed_LeavesRoomForTheNextOrTakesIt()
    {
        var scheduler = Scheduler(workers: 5, buffer: 100);
        var first = await scheduler.AcquireAsync("a", 0, 100, Never);
        var second = scheduler.AcquireAsync("a", 0, 90, Never);

        first.Resize(20);
        Assert.False(second.IsCompleted);
        first.Resize(10);
        (await second.WaitAsync(TimeSpan.FromSeconds(30), Never)).Dispose();

        // A repeat goes out as large as it was.
        first.Resize(100);
        Assert.False(scheduler.AcquireAsync("a", 0, 1, Never).IsCompleted);
        first.Dispose();
        first.Resize(1000); // it holds nothing any more
        Assert.True(scheduler.AcquireAsync("a", 0, 99, Never).IsCompleted);
    }

    [Theory]
    [InlineData(50, 25)]
    [InlineData(3, 500)]
    public async Task AcquireAsync_NoBufferGiven_LetsOneCampaignUseEverySender(int workers, int slice)
    {
        var scheduler = Scheduler(workers);

        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => scheduler.AcquireAsync("a", 0, slice, Never)))
            .WaitAsync(TimeSpan.FromSeconds(30), Never);

        Assert.Equal(workers, scheduler.Busy);
    }

    [Fact]
    public async Task AcquireAsync_BufferSmallerThanASlice_StillLetsOneOut()
        => Assert.NotNull(await Scheduler(workers: 1, buffer: 1).AcquireAsync("a", 0, Slice, Never));

    [Fact]
    public async Task AcquireAsync_CancelledWhileItWaits_LeaksNothing()
    {
        var scheduler = Scheduler(workers: 1);
        using var cancellation = new CancellationTokenSource();
        var running = await scheduler.AcquireAsync("a", 0, Slice, Never);
        var cancelled = scheduler.AcquireAsync("b", 0, Slice, cancellation.Token);
        var next = scheduler.AcquireAsync("c", 0, Slice, Never);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scheduler.AcquireAsync("b", 0, Slice, cancellation.Token));

        running.Dispose();
        (await next).Dispose();
        Assert.Equal(0, scheduler.Busy);
        (await scheduler.AcquireAsync("b", 0, Slice, Never)).Dispose();
        Assert.Equal(0, scheduler.Busy);
    }

    [Fact]
    public async Task AcquireAsync_ManyAtOnceSomeCancelled_NeverExceedsAndAllComeBack()
    {
        var scheduler = Scheduler(workers: 4, buffer: 75);
        var perCampaign = new int[5];
        var most = 0;
        var mostOfOne = 0;
        await Task.WhenAll(Enumerable.Range(0, 400).Select(number => Task.Run(
            async () =>
            {
                using var cancellation = new CancellationTokenSource();
                var wait = scheduler.AcquireAsync($"c{number % 5}", 0, Slice, cancellation.Token);
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

    private static SendScheduler Scheduler(int workers, int? buffer = null)
        => new(Options.Create(new SendingOptions { WorkerCount = workers, ChannelBuffer = buffer }));
}
