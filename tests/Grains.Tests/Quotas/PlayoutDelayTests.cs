using EmailCampaign.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class PlayoutDelayTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly PlayoutDelay _delay;

    public PlayoutDelayTests() => _delay = new PlayoutDelay(_clock);

    [Fact]
    public void WaitAsync_MailsHeldUpByOneWrite_StartAsFarApartAsTheirPermits()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        var starts = Enumerable.Range(0, 10).Select(place => _delay.WaitAsync(first + TimeSpan.FromMilliseconds(20 * place))).ToList();

        for (var place = 0; place < 10; place++)
        {
            Assert.Equal(place + 1, starts.Count(static start => start.IsCompleted));
            _clock.Advance(TimeSpan.FromMilliseconds(20));
        }
    }

    [Fact]
    public void WaitAsync_LaterThanTheMost_StartsAtOnce()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.True(_delay.WaitAsync(first).IsCompleted);
    }

    [Fact]
    public void WaitAsync_NoLongerLate_WaitsLessAndLess()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.True(_delay.WaitAsync(first).IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(5));

        // A hundred milliseconds are left.
        var start = _delay.WaitAsync(_clock.GetUtcNow());
        _clock.Advance(TimeSpan.FromMilliseconds(99));
        Assert.False(start.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        Assert.True(start.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_delay.WaitAsync(_clock.GetUtcNow()).IsCompleted);
    }
}
