using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Accounts;

/// <summary>What a provider's outcome is to whoever tries an account.</summary>
internal static class TestSendOutcomes
{
    public static TestSendResult Of(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted accepted => new() { Outcome = TestSendOutcome.Accepted, Text = accepted.ProviderMessageId },
        SendOutcome.Rejected rejected => new() { Outcome = TestSendOutcome.Rejected, Text = $"{rejected.Reason}: {rejected.Reply}" },
        SendOutcome.Deferred deferred => new() { Outcome = TestSendOutcome.Deferred, Text = deferred.Reply, RetryAfter = deferred.RetryAfter },
        SendOutcome.Throttled throttled => new() { Outcome = TestSendOutcome.Throttled, Text = throttled.Reply, RetryAfter = throttled.RetryAfter },
        SendOutcome.Refused refused => new() { Outcome = TestSendOutcome.Refused, Text = $"{refused.Reason}: {refused.Reply}", RetryAfter = refused.RetryAfter },
        SendOutcome.Unreachable unreachable => new() { Outcome = TestSendOutcome.Unreachable, Text = unreachable.Detail },
        SendOutcome.Unknown unknown => new() { Outcome = TestSendOutcome.Unknown, Text = unknown.Detail },
        SendOutcome.NotAttempted => new() { Outcome = TestSendOutcome.NotAttempted },
        _ => throw new InvalidOperationException($"There is no outcome {outcome.GetType().Name}."),
    };
}
