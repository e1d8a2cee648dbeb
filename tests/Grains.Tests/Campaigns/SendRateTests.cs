using EmailCampaign.Campaigns;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Campaigns;

public sealed class SendRateTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SendRate _rate;

    public SendRateTests() => _rate = new(_clock);

    [Fact]
    public void PerSecond_BeforeAnyTimeHasPassed_IsNothing()
    {
        Assert.Equal(0, _rate.PerSecond);
        _rate.Sample(500);
        Assert.Equal(0, _rate.PerSecond);
        _rate.Sample(900); // in the same instant
        Assert.Equal(0, _rate.PerSecond);
    }

    [Fact]
    public void PerSecond_CampaignThatHadSentBefore_CountsWhatWasSentSince()
    {
        _rate.Sample(10_000);
        Pass(2, 10_100);

        Assert.Equal(50, _rate.PerSecond);
    }

    [Fact]
    public void PerSecond_SteadySending_IsItsRate()
    {
        for (var second = 0; second <= 60; second += 2)
        {
            Pass(2, second * 14);
        }

        Assert.Equal(14, _rate.PerSecond);
    }

    [Fact]
    public void PerSecond_SendingThatSlowsDown_IsTheNewRateOnceTheOldSamplesAreGone()
    {
        _rate.Sample(0);
        Pass(10, 1000);
        Assert.Equal(100, _rate.PerSecond);

        Pass(5, 1050);
        Assert.Equal(10, _rate.PerSecond); // the sample from before the ten seconds is gone
        Pass(5, 1100);
        Assert.Equal(10, _rate.PerSecond);
    }

    [Fact]
    public void PerSecond_NothingMoreIsSent_FallsToNothing()
    {
        _rate.Sample(0);
        Pass(2, 100);
        for (var second = 0; second < 12; second += 2)
        {
            Pass(2, 100);
        }

        Assert.Equal(0, _rate.PerSecond);
    }

    [Fact]
    public void PerSecond_SamplesFarApart_UsesTheLastTwo()
    {
        _rate.Sample(0);
        Pass(60, 600);
        Pass(60, 720);

        Assert.Equal(2, _rate.PerSecond);
    }

    [Fact]
    public void PerSecond_CountThatWentBack_IsNeverNegative()
    {
        _rate.Sample(100);
        Pass(2, 40); // counts that were asked for again after a loss

        Assert.Equal(0, _rate.PerSecond);
    }

    private void Pass(int seconds, int sent)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _rate.Sample(sent);
    }
}
