using System.Diagnostics;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Tracing;
using EmailCampaign.Senders;

namespace EmailCampaign.Telemetry;

/// <summary>The span of the attempt for a slice; the calls to the provider hang under it.</summary>
internal static class AttemptTrace
{
    public static Activity? Start(SliceOrder order) => CampaignTraces.StartUnder(order.TraceParent, CampaignTraces.Attempt)
        ?.SetTag("campaign.id", order.CampaignId).SetTag("batch.index", order.Batch).SetTag("email.provider", order.Account)
        .SetTag("slice.mails", order.Members.Count);

    /// <summary>Notes an outcome that is not an acceptance.</summary>
    public static void Note(Activity? attempt, SendOutcome outcome, int index)
    {
        if (attempt is null || outcome is SendOutcome.Accepted)
        {
            return;
        }

        var tags = new ActivityTagsCollection { ["recipient.index"] = index };
        if (Reason(outcome) is { } reason)
        {
            tags["reason"] = reason;
        }

        if (Wish(outcome) is { } wish)
        {
            tags["retry_after.seconds"] = wish.TotalSeconds;
        }

        // The text may repeat the address; the code cannot.
        if (ReplyCode.Of(outcome) is { } code)
        {
            tags["reply.code"] = code;
        }

        attempt.AddEvent(new ActivityEvent(Name(outcome), tags: tags));
        if (outcome is SendOutcome.Refused or SendOutcome.Unreachable or SendOutcome.Unknown)
        {
            attempt.SetStatus(ActivityStatusCode.Error);
        }
    }

    // More than a metric's label says, where an account or a campaign is meant and not a recipient.
    private static string? Reason(SendOutcome outcome) => outcome switch
    {
        SendOutcome.NotAttempted => null,
        SendOutcome.Throttled => "slow_down",
        SendOutcome.Refused refused => ReasonLabels.Of(refused.Reason),
        _ => OutcomeMap.Label(outcome),
    };

    private static TimeSpan? Wish(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Throttled throttled => throttled.RetryAfter,
        SendOutcome.Deferred deferred => deferred.RetryAfter,
        SendOutcome.Refused refused => refused.RetryAfter,
        _ => null,
    };

    private static string Name(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Rejected => "rejected",
        SendOutcome.Deferred => "deferred",
        SendOutcome.Throttled => "throttled",
        SendOutcome.Refused => "refused",
        SendOutcome.Unreachable => "unreachable",
        SendOutcome.Unknown => "unknown",
        _ => "not-attempted",
    };
}
