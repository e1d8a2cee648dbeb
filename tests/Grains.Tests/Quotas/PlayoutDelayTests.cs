using EmailCampaign.Quotas;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class PlayoutDelayTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(300);

    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly PlayoutDelay _delay;

    public PlayoutDelayTests() => _delay = new PlayoutDelay(_clock);

    [Fact]
    public void Wait_MailsHeldUpByOneWrite_StartAsFarApartAsTheirPermits()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.All(Enumerable.Range(0, 10), place => Assert.Equal(
            TimeSpan.FromMilliseconds(20 * place), _delay.Wait(first + TimeSpan.FromMilliseconds(20 * place), Most)));
    }

    [Fact]
    public void Wait_LaterThanTheMost_NeedsAnotherPermit()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(_delay.Wait(first, Most));
        Assert.Equal(TimeSpan.Zero, _delay.Wait(_clock.GetUtcNow(), Most));
    }

    [Fact]
    public void Wait_LongerThanIsAllowed_IsCutOff()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(TimeSpan.Zero, _delay.Wait(first, TimeSpan.FromMilliseconds(50)));
        Assert.Equal(TimeSpan.FromMilliseconds(30), _delay.Wait(first + TimeSpan.FromMilliseconds(180), TimeSpan.FromMilliseconds(50)));

        // A small slice that may not wait long is no reason for the others to start early.
        Assert.Equal(TimeSpan.FromMilliseconds(180), _delay.Wait(first + TimeSpan.FromMilliseconds(180), Most));
    }

    [Fact]
    public void Wait_NoLongerLate_IsLessAndLess()
    {
        var first = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(TimeSpan.Zero, _delay.Wait(first, Most));

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromMilliseconds(100), _delay.Wait(_clock.GetUtcNow(), Most));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, _delay.Wait(_clock.GetUtcNow(), Most));
    }
}
