using EmailCampaign.Grains.Tests.Conservation;
using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class CampaignPaceTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly TurnContext _turns = new();
    private readonly CancellationToken _never = CancellationToken.None;
    private readonly List<(DateTimeOffset At, int Mails)> _starts = [];

    [Theory]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(1000)]
    public void ReserveAsync_ManyCallers_NeverMoreThanTheRateInAnySecond(double rate)
    {
        var pace = new CampaignPace(_clock) { PerSecond = rate };
        var size = pace.SliceSize(25);
        var callers = _turns.Do(
            () => Enumerable.Range(0, 20).Select(_ => SendAsync(pace, size, times: (int)(rate / size), used: true)).ToList());

        PassUntilDone(callers);

        Assert.Equal(20 * (int)(rate / size) * size, _starts.Sum(start => start.Mails));
        AssertRate(rate);
        Assert.InRange(_starts.Count(start => start.At < _starts[0].At + TimeSpan.FromSeconds(10)) * size, rate * 9.9, rate * 10);
    }

    // What a batch whose work is done reserved before goes back one by one, while the others' places are far ahead.
    [Theory]
    [InlineData(5)]
    [InlineData(14)]
    public void Return_PlacesOfABatchThatIsDone_DoNotPileUpLater(double rate)
    {
        var pace = new CampaignPace(_clock) { PerSecond = rate };
        var callers = _turns.Do(() => Enumerable.Range(0, 40)
            .Select(number => number % 2 == 0 ? SendAsync(pace, 1, times: 1, used: false) : SendAsync(pace, 1, times: 5, used: true)).ToList());

        PassUntilDone(callers);

        AssertRate(rate);
    }

    [Fact]
    public async Task ReserveAsync_AfterAPause_HasSavedUpNothing()
    {
        var pace = new CampaignPace(_clock) { PerSecond = 10 };
        await pace.ReserveAsync(1, _never);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.True(pace.ReserveAsync(1, _never).IsCompletedSuccessfully);
        Assert.False(pace.ReserveAsync(1, _never).IsCompleted);
    }

    [Fact]
    public async Task Return_APlaceThatWasNotUsed_IsFreeAtOnce()
    {
        var pace = new CampaignPace(_clock) { PerSecond = 1 };
        await pace.ReserveAsync(10, TestContext.Current.CancellationToken);
        pace.Return(10);

        Assert.True(pace.ReserveAsync(1, TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ReserveAsync_Cancelled_GivesItsPlaceToTheNext()
    {
        var pace = new CampaignPace(_clock) { PerSecond = 1 };
        await pace.ReserveAsync(1, TestContext.Current.CancellationToken);
        using var giveUp = new CancellationTokenSource();
        var first = pace.ReserveAsync(5, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);

        var second = pace.ReserveAsync(1, TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1.01));
        await second.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public void ReserveAsync_NoRate_NeverWaits()
        => Assert.True(new CampaignPace(_clock).ReserveAsync(1_000_000, TestContext.Current.CancellationToken).IsCompletedSuccessfully);

    [Theory]
    [InlineData(null, 25)]
    [InlineData(0.1, 1)]
    [InlineData(14.0, 1)]
    [InlineData(100.0, 10)]
    [InlineData(1000.0, 25)]
    public void SliceSize_Rate_IsATenthOfASecondOfWork(double? rate, int expected)
        => Assert.Equal(expected, new CampaignPace(_clock) { PerSecond = rate }.SliceSize(25));

    private async Task SendAsync(CampaignPace pace, int size, int times, bool used)
    {
        for (var turn = 0; turn < times; turn++)
        {
            await pace.ReserveAsync(size, _never);
            if (used)
            {
                _starts.Add((_clock.GetUtcNow(), size));
            }
            else
            {
                pace.Return(size);
            }
        }
    }

    private void PassUntilDone(List<Task> callers)
    {
        for (var passed = 0; !callers.TrueForAll(static caller => caller.IsCompletedSuccessfully); passed++)
        {
            Assert.True(passed < 60_000, "Somebody waits for ever.");
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            _turns.Run();
        }
    }

    private void AssertRate(double rate) => Assert.All(_starts, first => Assert.InRange(
        _starts.Where(start => start.At >= first.At && start.At < first.At + TimeSpan.FromSeconds(1)).Sum(start => start.Mails), 0, (int)rate));
}
