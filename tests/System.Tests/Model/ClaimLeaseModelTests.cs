using EmailCampaign.Testing.Processes;

namespace EmailCampaign.SystemTests.Model;

/// <summary>
/// The claim lease as a model: every interleaving of a few faults is searched. Complete searches find nothing, and each rule has a
/// situation in which its absence breaks a promise: the model can fail.
/// </summary>
[Collection(TestGroups.Embedded)]
public sealed class ClaimLeaseModelTests
{
    [Theory]
    [InlineData("CRASHES=1 TAKEOVERS=1 FAILED_WRITES=1 LANDING=1 LOST_ANSWERS=1", 500_000)]
    [InlineData("AT_MOST_ONCE=1 CRASHES=1 TAKEOVERS=1 STOPS=1 LOST_ANSWERS=1", 500_000)]
    [InlineData("CRASHES=1 TAKEOVERS=1 FAILED_WRITES=1 LANDING=1 CANCELS=1", 500_000)]
    [InlineData("CRASHES=1 TAKEOVERS=1 LOST_ANSWERS=1 REPLAYS=1 DISCARDS=1", 500_000)]
    [InlineData("RECIPIENTS=2 CRASHES=1 LOST_ANSWERS=1", 500_000)]
    [InlineData("RECIPIENTS=2 AT_MOST_ONCE=1 CRASHES=1 LOST_ANSWERS=1", 20_000)]
    [InlineData("RECIPIENTS=2 POISON=1", 20_000)]
    public async Task Search_OfAllRules_IsCompleteAndFindsNothing(string faults, long least)
    {
        var search = await ModelSearch.RunAsync(Spin(), faults, "-O1");

        Assert.True(search.Errors == 0 && search.IsComplete, search.Report);
        Assert.InRange(search.States, least, long.MaxValue);
    }

    [Theory]
    [InlineData("CLAIM_BEFORE_SEND=0", "AT_MOST_ONCE=1 CRASHES=1 TAKEOVERS=1 FAILED_WRITES=1")]
    [InlineData("SENDER_WATCHES_DEADLINE=0", "TAKEOVERS=1")]
    [InlineData("JUDGE_AFTER_MARGIN=0", "TAKEOVERS=1")]
    [InlineData("LATE_SETTLES_ONLY=0", "CRASHES=1 TAKEOVERS=1 LOST_ANSWERS=1")]
    [InlineData("DOUBT_BEATS_REJECTED=0", "CRASHES=1")]
    [InlineData("RESEND_ONCE=0", "LOST_ANSWERS=2")]
    [InlineData("RESEND_ALONE=0", "RECIPIENTS=2 POISON=1")]
    [InlineData("ADDRESS_GENERATION=0", "TAKEOVERS=1 REPLAYS=1")]
    [InlineData("KEEP_LATE_OUTCOMES=0", "TAKEOVERS=1")]
    [InlineData("ACKNOWLEDGE_IN_ROW=0", "CRASHES=1 TAKEOVERS=1")]
    [InlineData("GIVE_BACK=0", "AT_MOST_ONCE=1 TAKEOVERS=1 STOPS=1")]
    [InlineData("SETTLE_CANCELLED=0", "CRASHES=1 CANCELS=1")]
    [InlineData("IDLE_AFTER_WRITE=0", "CRASHES=1 TAKEOVERS=1 CANCELS=1")]
    [InlineData("LATE_REOPENS=0", "AT_MOST_ONCE=1 TAKEOVERS=1")]
    [InlineData("LATE_REOPENS=1", "AT_MOST_ONCE=1 CRASHES=1 STOPS=1")]
    public async Task Search_WithoutARule_FindsACounterexample(string rule, string faults)
    {
        var search = await ModelSearch.RunAsync(Spin(), $"{rule} {faults}", "-O0");

        Assert.Equal(1, search.Errors);
        Assert.Contains("assertion violated", search.Report, StringComparison.Ordinal);
    }

    private static ForeignTool Spin()
    {
        var spin = ModelSearch.FindSpin();
        Assert.False(ForeignTool.Required && !spin.IsThere, spin.Reason);
        Assert.SkipUnless(spin.IsThere, spin.Reason);
        return spin;
    }
}
