using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class CampaignPaceTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(1000)]
    public async Task ReserveAsync_AnyRate_IsNeverExceededInAnySecondAndIsReached(double rate)
    {
        var pace = new CampaignPace(_clock) { PerSecond = rate };
        var size = pace.SliceSize(25);
        var start = _clock.GetUtcNow();
        var waits = Enumerable.Range(0, (int)(rate * 4) / size).Select(_ => pace.ReserveAsync(size, Never)).ToList();
        var starts = new List<TimeSpan>();
        while (waits.Count > 0)
        {
            // Timers complete their waits on this thread, as the clock moves.
            foreach (var wait in waits.Where(static wait => wait.IsCompleted).ToArray())
            {
                await wait;
                starts.AddRange(Enumerable.Repeat(_clock.GetUtcNow() - start, size));
                waits.Remove(wait);
            }

            _clock.Advance(Tick);
        }

        Assert.InRange(starts[^1], TimeSpan.FromSeconds(3.7), TimeSpan.FromSeconds(4));
        foreach (var from in starts)
        {
            Assert.InRange(starts.Count(at => at >= from && at < from + TimeSpan.FromSeconds(1) - Tick), 1, (int)rate);
        }
    }

    [Fact]
    public async Task ReserveAsync_NoRate_NeverWaits()
    {
        var pace = new CampaignPace(_clock);

        await pace.ReserveAsync(1_000_000, Never);
        Assert.True(pace.ReserveAsync(1_000_000, Never).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ReserveAsync_AfterAPause_HasSavedUpNothing()
    {
        var pace = new CampaignPace(_clock) { PerSecond = 10 };
        await pace.ReserveAsync(1, Never);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(pace.ReserveAsync(1, Never).IsCompletedSuccessfully);
        Assert.False(pace.ReserveAsync(1, Never).IsCompleted);
    }

    [Fact]
    public async Task Return_UnusedPlaces_AreGivenToTheNext()
    {
        var pace = new CampaignPace(_clock) { PerSecond = 10 };
        await pace.ReserveAsync(10, Never);
        pace.Return(9);

        var next = pace.ReserveAsync(1, Never);
        Assert.False(next.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        await next.WaitAsync(TimeSpan.FromSeconds(30), Never);
    }

    [Fact]
    public async Task ReserveAsync_CancelledWhileItWaits_GivesItsPlacesBack()
    {
        var pace = new CampaignPace(_clock) { PerSecond = 10 };
        await pace.ReserveAsync(10, Never);
        using var cancellation = new CancellationTokenSource();
        var cancelled = pace.ReserveAsync(100, cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var next = pace.ReserveAsync(1, Never);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await next.WaitAsync(TimeSpan.FromSeconds(30), Never);
    }

    [Theory]
    [InlineData(null, 25)]
    [InlineData(0.5, 1)]
    [InlineData(14.0, 1)]
    [InlineData(100.0, 10)]
    [InlineData(1000.0, 25)]
    public void SliceSize_ByTheRate_IsATenthOfASecondOfWork(double? rate, int expected)
        => Assert.Equal(expected, new CampaignPace(_clock) { PerSecond = rate }.SliceSize(25));
}
