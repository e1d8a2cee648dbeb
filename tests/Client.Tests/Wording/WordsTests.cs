using EmailCampaign.Campaigns;
using EmailCampaign.Client.Tests.Fixtures;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Tests.Wording;

public sealed class WordsTests
{
    [Theory]
    [InlineData(0, "0/s")]
    [InlineData(0.001, "3.6/h")]
    [InlineData(0.5, "30/m")]
    [InlineData(14, "14/s")]
    [InlineData(81.25, "81.3/s")]
    [InlineData(1234.6, "1,235/s")]
    public void Rate_PerSecond_HasAFittingUnit(double perSecond, string expected) => Assert.Equal(expected, Words.Rate(perSecond));

    [Theory]
    [InlineData(0.25, "0.3 s")]
    [InlineData(59, "59 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7260, "2 h 01 min")]
    [InlineData(200_000, "2 days 7 h")]
    public void Duration_Seconds_HasAFittingUnit(double seconds, string expected)
        => Assert.Equal(expected, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Eta_Sending_CountsWhatIsNotWaiting()
        => Assert.Equal(TimeSpan.FromSeconds(60 / 812.5), Eta.Of(Statuses.Sending));

    [Fact]
    public void Eta_NothingSentAtTheMoment_IsUnknown()
    {
        Assert.Null(Eta.Of(Statuses.Sending with { RatePerSecond = 0 }));
        Assert.Null(Eta.Of(Statuses.Paused(PauseReason.Operator, "by the operator")));
        Assert.Null(Eta.Of(Statuses.Completed));
    }

    [Fact]
    public void Eta_RateNearNothing_DoesNotOverflow()
        => Assert.Equal(TimeSpan.FromDays(3650), Eta.Of(Statuses.Sending with { RatePerSecond = double.Epsilon }));
}
