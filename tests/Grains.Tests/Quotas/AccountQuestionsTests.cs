using EmailCampaign.Quotas;

namespace EmailCampaign.Grains.Tests.Quotas;

public sealed class AccountQuestionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly AccountQuestions _questions = new();

    [Fact]
    public void IsDue_NothingWasAsked_IsAtOnceAndForOneSiloAtATime()
    {
        Assert.True(_questions.IsDue(Start));
        Assert.False(_questions.IsDue(Start));
        Assert.False(_questions.IsDue(Start + TimeSpan.FromSeconds(29)));
        Assert.True(_questions.IsDue(Start + TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void OnAnswer_TheLimitsAreTold_IsAskedAgainAfterAnHour()
    {
        _questions.OnAnswer(missing: false, Start);

        Assert.False(_questions.IsDue(Start + TimeSpan.FromMinutes(59)));
        Assert.True(_questions.IsDue(Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void OnAnswer_NothingIsTold_IsAskedAgainSoon()
    {
        _questions.OnAnswer(missing: true, Start);

        Assert.False(_questions.IsDue(Start + TimeSpan.FromMinutes(4)));
        Assert.True(_questions.IsDue(Start + TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void OnUsedUp_LongBeforeTheHour_IsAskedSoonAndNotPutOffByBeingSaidAgain()
    {
        _questions.OnAnswer(missing: false, Start);
        for (var minute = 10; minute < 15; minute++)
        {
            _questions.OnUsedUp(Start + TimeSpan.FromMinutes(minute));
            Assert.False(_questions.IsDue(Start + TimeSpan.FromMinutes(minute)));
        }

        Assert.True(_questions.IsDue(Start + TimeSpan.FromMinutes(15)));
    }
}
