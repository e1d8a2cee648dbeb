using System.Diagnostics;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Telemetry;

namespace EmailCampaign.Grains.Tests.Telemetry;

/// <summary>Every outcome that is not an acceptance is an event with its reason, and none repeats what the provider wrote.</summary>
public sealed class AttemptTraceTests
{
    public static TheoryData<SendOutcome, string, ActivityStatusCode> Outcomes => new()
    {
        { new SendOutcome.Rejected(RejectReason.UnknownMailbox, "550 5.1.1 <ann@example.test>: no such user"), "rejected: recipient.index=7, reason=unknown_mailbox, reply.code=550", ActivityStatusCode.Unset },
        { new SendOutcome.Deferred(DeferReason.Reply, null, "451 4.7.1 <ann@example.test> later"), "deferred: recipient.index=7, reason=temporary_failure, reply.code=451", ActivityStatusCode.Unset },
        { new SendOutcome.Throttled(TimeSpan.FromSeconds(30), "429 too many from news@acme.example"), "throttled: recipient.index=7, reason=slow_down, retry_after.seconds=30, reply.code=429", ActivityStatusCode.Unset },
        { new SendOutcome.Throttled(null, "421 4.7.0 ann@example.test"), "throttled: recipient.index=7, reason=slow_down, reply.code=421", ActivityStatusCode.Unset },
        { new SendOutcome.Refused(RefuseReason.Authentication, "535 5.7.8 news@acme.example"), "refused: recipient.index=7, reason=authentication, reply.code=535", ActivityStatusCode.Error },
        { new SendOutcome.Refused(RefuseReason.Quota, "454 quota", TimeSpan.FromHours(1)), "refused: recipient.index=7, reason=quota, retry_after.seconds=3600, reply.code=454", ActivityStatusCode.Error },
        { new SendOutcome.Unreachable("no connection to mail.example.test"), "unreachable: recipient.index=7, reason=unreachable", ActivityStatusCode.Error },
        { new SendOutcome.Unknown("the answer for ann@example.test was lost"), "unknown: recipient.index=7, reason=answer_lost", ActivityStatusCode.Error },
        { SendOutcome.NotAttempted.Instance, "not-attempted: recipient.index=7", ActivityStatusCode.Unset },
    };

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void Note_OutcomeThatIsNoAcceptance_IsAnEventWithItsReason(SendOutcome outcome, string expected, ActivityStatusCode status)
    {
        using var attempt = new Activity("attempt");

        AttemptTrace.Note(attempt, outcome, 7);

        var note = Assert.Single(attempt.Events);
        Assert.Equal(expected, $"{note.Name}: {string.Join(", ", note.Tags.Select(static tag => $"{tag.Key}={tag.Value}"))}");
        Assert.Equal(status, attempt.Status);
    }

    [Fact]
    public void Note_Acceptance_IsNoEvent()
    {
        using var attempt = new Activity("attempt");

        AttemptTrace.Note(attempt, new SendOutcome.Accepted("id"), 7);

        Assert.Empty(attempt.Events);
    }
}
