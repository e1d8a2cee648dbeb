using EmailCampaign.Mail.Retry;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Tests.Retry;

public sealed class RetryPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly RetryPolicy Policy = new(new RetryOptions());

    [Theory]
    [InlineData(1, 0.0, 300)]
    [InlineData(1, 1.0, 360)]
    [InlineData(2, 0.0, 600)]
    [InlineData(3, 0.5, 1320)]
    [InlineData(6, 0.0, 9600)]
    [InlineData(7, 0.0, 14400)] // 320 min are cut to 4 h
    public void NextAttempt_AfterAReply_DoublesAndIsNeverEarlier(int attempt, double roll, int seconds)
    {
        foreach (var reason in new[] { DeferReason.Reply, DeferReason.MailboxFull })
        {
            Assert.Equal(Now.AddSeconds(seconds), Next(reason, attempt, roll));
        }
    }

    [Theory]
    [InlineData(1, 0.0, 0)]
    [InlineData(1, 0.5, 0.5)]
    [InlineData(2, 0.5, 1)]
    [InlineData(5, 0.25, 4)]
    [InlineData(7, 0.999, 63.936)]
    public void NextAttempt_AfterAFault_HasFullJitter(int attempt, double roll, double seconds)
        => Assert.Equal(Now.AddSeconds(seconds), Next(DeferReason.Fault, attempt, roll));

    [Theory]
    [InlineData(60, 300)] // the policy's own delay is longer
    [InlineData(3600, 3600)]
    [InlineData(86400, 14400)] // no wait is longer than 4 h
    public void NextAttempt_TheProviderSaysWhen_WaitsAtLeastThatLong(int wish, int seconds)
        => Assert.Equal(Now.AddSeconds(seconds), Policy.NextAttempt(DeferReason.Reply, TimeSpan.FromSeconds(wish), 1, Now, Now, roll: 0));

    [Theory]
    [InlineData(1, 0.0, 0.5)]
    [InlineData(1, 1.0, 1)]
    [InlineData(4, 0.5, 6)]
    [InlineData(11, 0.0, 300)] // 17 min are cut to 10
    [InlineData(5000, 1.0, 600)]
    public void NextRepeat_AfterALostAnswer_DoublesToTenMinutesAndNeverEnds(int attempt, double roll, double seconds)
        => Assert.Equal(Now.AddSeconds(seconds), Policy.NextRepeat(retryAfter: null, attempt, Now, roll));

    [Theory]
    [InlineData(0.1, 0.5)]
    [InlineData(1800, 1800)]
    [InlineData(86400, 14400)]
    public void NextRepeat_TheProviderSaysWhen_WaitsAtLeastThatLong(double wish, double seconds)
        => Assert.Equal(Now.AddSeconds(seconds), Policy.NextRepeat(TimeSpan.FromSeconds(wish), attempt: 1, Now, roll: 0));

    [Fact]
    public void NextAttempt_AllAttemptsMade_IsNone()
    {
        Assert.NotNull(Next(DeferReason.Reply, attempt: 7, roll: 0));
        Assert.Null(Next(DeferReason.Reply, attempt: 8, roll: 0));
        Assert.Null(Next(DeferReason.Fault, attempt: 9, roll: 0));
    }

    [Fact]
    public void NextAttempt_TheBudgetIsUsedUp_IsNone()
    {
        Assert.NotNull(Policy.NextAttempt(DeferReason.Reply, null, 1, Now - TimeSpan.FromHours(24) + TimeSpan.FromTicks(1), Now, roll: 0));
        Assert.Null(Policy.NextAttempt(DeferReason.Reply, null, 1, Now - TimeSpan.FromHours(24), Now, roll: 0));
    }

    [Fact]
    public void NextAttempt_ManyAttemptsAllowed_DoesNotOverflow()
    {
        var patient = new RetryPolicy(new RetryOptions { Attempts = 5000 });

        Assert.Equal(Now + TimeSpan.FromHours(4), patient.NextAttempt(DeferReason.Reply, null, 4000, Now, Now, roll: 0.999));
    }

    [Fact]
    public void Clamp_ADueTimeFarAway_IsTheLongestDelayFromNow()
    {
        Assert.Equal(Now.AddHours(4), Policy.Clamp(Now.AddDays(400), Now));
        Assert.Equal(Now.AddHours(4), Policy.Clamp(Now.AddHours(4), Now));
        Assert.Equal(Now.AddHours(1), Policy.Clamp(Now.AddHours(1), Now));
        Assert.Equal(Now.AddDays(-30), Policy.Clamp(Now.AddDays(-30), Now));
    }

    private static DateTimeOffset? Next(DeferReason reason, int attempt, double roll) => Policy.NextAttempt(reason, null, attempt, Now, Now, roll);
}
