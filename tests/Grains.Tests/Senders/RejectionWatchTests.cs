using EmailCampaign.Senders;
using Microsoft.Extensions.Time.Testing;

namespace EmailCampaign.Grains.Tests.Senders;

public sealed class RejectionWatchTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly RejectionWatch _watch;

    public RejectionWatchTests() => _watch = new(_clock);

    [Fact]
    public void Count_FewerThanTwentyRejections_IsNoStorm()
    {
        Assert.Equal(0, Storms(19, rejected: true));
        Assert.True(_watch.Count("a", policyRejection: true));
    }

    [Fact]
    public void Count_ExactlyAFifth_IsNoStormAndOneMoreIs()
    {
        Assert.Equal(0, Storms(160, rejected: false));
        Assert.Equal(0, Storms(40, rejected: true)); // 40 of 200
        Assert.True(_watch.Count("a", policyRejection: true)); // 41 of the last 200
    }

    [Fact]
    public void Count_RejectionsThatLeaveTheWindow_CountNoMore()
    {
        Assert.Equal(0, Storms(160, rejected: false));
        Assert.Equal(0, Storms(40, rejected: true));
        Assert.Equal(0, Storms(160, rejected: false));

        // 40 rejections are still in the window, and each new one pushes an old one out.
        Assert.Equal(0, Storms(40, rejected: true));
    }

    [Fact]
    public void Count_AfterAStorm_BeginsAnew()
    {
        Assert.Equal(1, Storms(20, rejected: true));
        Assert.Equal(0, Storms(19, rejected: true));
        Assert.Equal(1, Storms(1, rejected: true));
    }

    [Fact]
    public void Count_OtherCampaigns_HaveTheirOwnCount()
    {
        Assert.Equal(0, Storms(19, rejected: true));
        Assert.False(_watch.Count("b", policyRejection: true));
        Assert.True(_watch.Count("a", policyRejection: true));
    }

    [Fact]
    public void Count_NothingForMoreThanADay_IsForgottenWhenAnotherCampaignBegins()
    {
        Assert.Equal(0, Storms(19, rejected: true));
        _clock.Advance(RejectionWatch.Memory + TimeSpan.FromTicks(1));
        Assert.False(_watch.Count("b", policyRejection: false));

        Assert.Equal(0, Storms(19, rejected: true));
        Assert.Equal(1, Storms(1, rejected: true));
    }

    [Fact]
    public void Count_AFewMailsAnHour_IsNotForgotten()
    {
        for (var mails = 0; mails < 19; mails++)
        {
            Assert.Equal(0, Storms(1, rejected: true));
            _clock.Advance(TimeSpan.FromHours(20));
            Assert.False(_watch.Count($"other-{mails}", policyRejection: false));
        }

        Assert.Equal(1, Storms(1, rejected: true));
    }

    private int Storms(int mails, bool rejected) => Enumerable.Range(0, mails).Count(_ => _watch.Count("a", rejected));
}
