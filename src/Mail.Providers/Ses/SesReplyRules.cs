using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>
/// What an answer of SES means for the recipient, the lane or the campaign: the one place that maps its errors to outcomes. Pure.
/// </summary>
/// <remarks>
/// The error's name is trusted before the status, which some front doors change. SES knows no idempotency: whatever may have been carried
/// out is unknown.
/// </remarks>
internal static class SesReplyRules
{
    private const string Sandbox = " (The account is in the sandbox of SES: only verified addresses get mail.)";

    /// <summary>The credentials, not the request, were refused: others may be there by now. Nothing was sent.</summary>
    public static bool IsStale(SesError error)
        => error.Type is "ExpiredToken" or "RequestExpired" or "InvalidClientTokenId" or "UnrecognizedClient";

    /// <param name="recipient">The address of the mail; null when the call was about several.</param>
    public static SendOutcome Classify(SesError error, TimeSpan? retryAfter, string? recipient) => error.Type switch
    {
        "TooManyRequests" or "Throttling" or "ThrottledException" or "RequestLimitExceeded" or "SlowDown" => Limited(error, retryAfter),
        "MessageRejected" => MessageRejected(error, recipient),
        "BadRequest" or "Validation" or "ValidationError" or "InvalidParameterValue" => BadRequest(error),
        "MailFromDomainNotVerified" => Refused(RefuseReason.Sender, error),
        "AccountSuspended" or "SendingPaused" => Refused(RefuseReason.Suspended, error),
        "LimitExceeded" => Refused(RefuseReason.Other, error),
        "NotFound" => Refused(RefuseReason.Configuration, error), // a configuration set that is not there
        "Conflict" or "ConcurrentModification" => new SendOutcome.Deferred(DeferReason.Fault, retryAfter, error.ToString()),
        "RequestExpired" or "RequestTimeTooSkewed" => WrongClock(error),
        "InvalidSignature" or "SignatureDoesNotMatch" when error.Says("expired") || error.Says("not yet current") => WrongClock(error),
        "AccessDenied" or "SignatureDoesNotMatch" or "InvalidSignature" or "UnrecognizedClient" or "InvalidClientTokenId" or "IncompleteSignature"
            or "MissingAuthenticationToken" or "OptInRequired" or "ExpiredToken" or "NotAuthorized" => Refused(RefuseReason.Authentication, error),
        _ => ByStatus(error, retryAfter),
    };

    private static SendOutcome ByStatus(SesError error, TimeSpan? retryAfter) => error.Status switch
    {
        >= 500 or 408 => new SendOutcome.Unknown(error.ToString()),
        429 => Limited(error, retryAfter),
        401 or 403 => Refused(RefuseReason.Authentication, error),
        409 => new SendOutcome.Deferred(DeferReason.Fault, retryAfter, error.ToString()),
        413 => new SendOutcome.Rejected(RejectReason.MessageTooLarge, error.ToString()),
        404 or 405 or (>= 300 and < 400) => Refused(RefuseReason.Configuration, error), // not the API: the address is wrong
        >= 400 => BadRequest(error),
        _ => new SendOutcome.Unknown("Unexpected answer: " + error),
    };

    // The quota rolls over a day, the rate is over in a second.
    private static SendOutcome Limited(SesError error, TimeSpan? retryAfter) => IsQuota(error.Text)
        ? Refused(RefuseReason.Quota, error)
        : new SendOutcome.Throttled(retryAfter, error.ToString());

    private static SendOutcome MessageRejected(SesError error, string? recipient) => error switch
    {
        _ when error.Says("not verified") => recipient is not null && error.Says(recipient)
            ? new SendOutcome.Refused(RefuseReason.Sender, error + Sandbox)
            : Refused(RefuseReason.Sender, error),
        _ when error.Says("virus") => Refused(RefuseReason.Other, error), // attachments are everybody's
        _ when SaysTooLarge(error.Text) => new SendOutcome.Rejected(RejectReason.MessageTooLarge, error.ToString()),
        _ when SaysAddress(error.Text) => new SendOutcome.Rejected(RejectReason.BadAddress, error.ToString()),

        // The content of this mail; if it is that of all, the rejections pause the campaign.
        _ => new SendOutcome.Rejected(RejectReason.Policy, error.ToString()),
    };

    private static SendOutcome BadRequest(SesError error) => error switch
    {
        _ when error.Says("not verified") => Refused(RefuseReason.Sender, error),
        _ when error.Says("not authorized") => Refused(RefuseReason.Authentication, error),
        _ when error.Says("configuration set") || error.Says("template") || error.Says("tag name") || error.Says("tag value") => Refused(RefuseReason.Configuration, error),
        _ when SaysTooLarge(error.Text) => new SendOutcome.Rejected(RejectReason.MessageTooLarge, error.ToString()),
        _ when error.Says("FromEmailAddress") || error.Says("From address") || error.Says("Source") => Refused(RefuseReason.Sender, error),
        _ when SaysAddress(error.Text) => new SendOutcome.Rejected(RejectReason.BadAddress, error.ToString()),

        // Our side of the protocol is wrong: that is no recipient's fault, and nobody must be lost to it.
        _ => Refused(RefuseReason.Other, error),
    };

    public static bool IsQuota(string text)
        => text.Contains("quota exceeded", StringComparison.OrdinalIgnoreCase) || text.Contains("quota was exceeded", StringComparison.OrdinalIgnoreCase);

    /// <summary>SES's ways to say that an address is malformed.</summary>
    public static bool SaysAddress(string text) => Says(text, "destination", "toaddresses", "recipient", "invalid email", "email address", "missing final '@domain'",
        "illegal user", "local address", "domain contains", "domain starts", "domain ends", "invalid domain", "user name is missing", "missing '@'");

    public static bool SaysTooLarge(string text) => Says(text, "message length", "message is too long", "size limit", "too large", "exceeds the maximum message size");

    private static bool Says(string text, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (text.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static SendOutcome.Refused WrongClock(SesError error)
        => new(RefuseReason.Configuration, "The clock of this machine is not that of AWS: " + error);

    private static SendOutcome.Refused Refused(RefuseReason reason, SesError error) => new(reason, error.ToString());
}
