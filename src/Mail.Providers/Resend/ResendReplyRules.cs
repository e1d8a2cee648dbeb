using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>What an error of Resend means: the one place that maps its statuses and names to outcomes. Pure.</summary>
internal static class ResendReplyRules
{
    /// <param name="single">Whether the call was for one mail, so that an error about a recipient is about that one.</param>
    public static SendOutcome Classify(ApiReply reply, bool single)
    {
        var json = ApiJson.Read(reply.Body);
        var name = json?.Text("name") ?? json?.Text("type") ?? "";
        var message = json?.Text("message") ?? "";
        var text = ReplyText.OneLine(json is null ? $"{reply.Status} {reply.Body}" : $"{reply.Status} {name}: {message}");
        return (reply.Status, name) switch
        {
            ( >= 500 or 408, _) => new SendOutcome.Unknown(text),

            (429, "daily_quota_exceeded" or "monthly_quota_exceeded") => new SendOutcome.Refused(RefuseReason.Quota, text),
            (429, _) => new SendOutcome.Throttled(reply.RetryAfter ?? reply.Seconds("ratelimit-reset"), text),

            // An earlier call under this key was carried out with other mails in it.
            (409, "invalid_idempotent_request") => new SendOutcome.Unknown(text, CanBeSettled: false),
            (409, _) => new SendOutcome.Deferred(DeferReason.Fault, reply.RetryAfter, text),

            (401, _) or (_, "missing_api_key" or "restricted_api_key" or "invalid_api_key" or "invalid_access") => new SendOutcome.Refused(RefuseReason.Authentication, text),
            (_, "validation_error") when Says(message, "API key is invalid") => new SendOutcome.Refused(RefuseReason.Authentication, text),
            (_, "invalid_from_address") or (403, "validation_error") => new SendOutcome.Refused(RefuseReason.Sender, text),
            (403, "") => new SendOutcome.Refused(RefuseReason.Configuration, text), // a front door that does not like the caller (1010)
            (451, _) => new SendOutcome.Refused(RefuseReason.Suspended, text),

            (413, _) => single ? new SendOutcome.Rejected(RejectReason.MessageTooLarge, text) : new SendOutcome.Refused(RefuseReason.MessageTooLarge, text),
            (404 or 405 or (>= 300 and < 400), _) => new SendOutcome.Refused(RefuseReason.Configuration, text),
            (400 or 422, _) when IsAboutSender(message) => new SendOutcome.Refused(RefuseReason.Sender, text),
            (400 or 422, _) when single && IsAboutRecipient(message) => new SendOutcome.Rejected(RejectReason.BadAddress, text),
            _ => new SendOutcome.Refused(RefuseReason.Other, text),
        };
    }

    /// <summary>Whether a batch was refused whole for what may be the fault of one of its mails: one address, or all of them being too large together.</summary>
    public static bool MayBeAboutOne(ApiReply reply) => reply.Status is 400 or 413 or 422
        && Classify(reply, single: false) is SendOutcome.Refused { Reason: RefuseReason.Other or RefuseReason.MessageTooLarge };

    /// <summary>The error of one mail of a permissive batch.</summary>
    public static SendOutcome OfItem(string message)
    {
        var text = ReplyText.OneLine(message);
        return message switch
        {
            _ when IsAboutSender(message) => new SendOutcome.Refused(RefuseReason.Sender, text),
            _ when IsAboutRecipient(message) => new SendOutcome.Rejected(RejectReason.BadAddress, text),
            _ => new SendOutcome.Rejected(RejectReason.Other, text),
        };
    }

    private static bool IsAboutSender(string message) => Says(message, "`from`") || Says(message, "domain is not verified");

    private static bool IsAboutRecipient(string message) => Says(message, "`to`");

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
