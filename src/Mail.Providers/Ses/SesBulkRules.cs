using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>What the status of one entry of a bulk call means. Pure.</summary>
internal static class SesBulkRules
{
    /// <param name="status">As in <c>BulkEmailEntryResults[i].Status</c>; the documentation has two spellings of some.</param>
    /// <param name="error">The entry's <c>Error</c>; empty without one.</param>
    public static SendOutcome Classify(string status, string error, string messageId)
    {
        var reply = ReplyText.OneLine(error.Length > 0 ? $"{status}: {error}" : status);
        return status switch
        {
            "SUCCESS" when messageId.Length > 0 => new SendOutcome.Accepted(messageId),
            "MESSAGE_REJECTED" => MessageRejected(error, reply),
            "MAIL_FROM_DOMAIN_NOT_VERIFIED" => new SendOutcome.Refused(RefuseReason.Sender, reply),
            "CONFIGURATION_SET_NOT_FOUND" or "CONFIGURATION_SET_DOES_NOT_EXIST" or "TEMPLATE_NOT_FOUND" or "TEMPLATE_DOES_NOT_EXIST"
                or "INVALID_SENDING_POOL_NAME" => new SendOutcome.Refused(RefuseReason.Configuration, reply),
            "ACCOUNT_SUSPENDED" or "ACCOUNT_SENDING_PAUSED" or "CONFIGURATION_SET_SENDING_PAUSED" => new SendOutcome.Refused(RefuseReason.Suspended, reply),
            "ACCOUNT_DAILY_QUOTA_EXCEEDED" => new SendOutcome.Refused(RefuseReason.Quota, reply),
            "ACCOUNT_THROTTLED" => new SendOutcome.Throttled(null, reply),
            "INVALID_PARAMETER" or "INVALID_PARAMETER_VALUE" => Invalid(error, reply),
            "TRANSIENT_FAILURE" => new SendOutcome.Deferred(DeferReason.Fault, null, reply),
            "FAILED" when SesReplyRules.SaysAddress(error) => new SendOutcome.Rejected(RejectReason.BadAddress, reply),
            "FAILED" => new SendOutcome.Deferred(DeferReason.Fault, null, reply),
            _ => new SendOutcome.Unknown("Unexpected status: " + reply),
        };
    }

    private static SendOutcome MessageRejected(string error, string reply) => error.Contains("not verified", StringComparison.OrdinalIgnoreCase)
        ? new SendOutcome.Refused(RefuseReason.Sender, reply)
        : error.Contains("virus", StringComparison.OrdinalIgnoreCase)
            ? new SendOutcome.Refused(RefuseReason.Other, reply)
            : new SendOutcome.Rejected(Reason(error, RejectReason.Policy), reply);

    private static SendOutcome.Rejected Invalid(string error, string reply) => new(Reason(error, RejectReason.Other), reply);

    private static RejectReason Reason(string error, RejectReason otherwise) => SesReplyRules.SaysTooLarge(error)
        ? RejectReason.MessageTooLarge
        : SesReplyRules.SaysAddress(error) ? RejectReason.BadAddress : otherwise;
}
