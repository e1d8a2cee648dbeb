using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>
/// Replies of well-known servers whose code says less than their text, or something else. Asked before the tables of codes.
/// </summary>
internal static class SmtpKnownTexts
{
    public static SendOutcome? Find(SmtpStage stage, SmtpReply reply)
        => (reply.Code / 100) switch
        {
            4 => Temporary(stage, reply),
            5 => Permanent(stage, reply),
            _ => null,
        };

    private static SendOutcome? Temporary(SmtpStage stage, SmtpReply reply) => reply.Text switch
    {
        // Amazon SES: the quota rolls over a day, the rate is over in a second.
        var text when reply.Code == 454 && Says(text, "quota exceeded") => new SendOutcome.Refused(RefuseReason.Quota, reply.ToString()),

        // Yahoo names how long it wants to hear nothing, in a code of its own.
        var text when Says(text, "[TSS04]") => Throttled(TimeSpan.FromHours(2), reply),
        var text when Says(text, "[TSS05]") => Throttled(TimeSpan.FromHours(4), reply),
        var text when Says(text, "[TS03]") && Says(text, "permanently deferred") => Throttled(TimeSpan.FromHours(48), reply),
        var text when Says(text, "[TS02]") => Throttled(TimeSpan.FromMinutes(1), reply),
        var text when Says(text, "[TS03]") => Throttled(TimeSpan.FromSeconds(6), reply),

        // Gmail: this mailbox gets too much mail; the others do not mind.
        var text when IsAboutRecipient(stage, reply) && Says(text, "receiving email too quickly")
            => new SendOutcome.Deferred(DeferReason.Reply, TimeSpan.FromMinutes(30), reply.ToString()),
        var text when Says(text, "unusual rate of unsolicited") => Throttled(TimeSpan.FromMinutes(30), reply),
        var text when IsAboutRecipient(stage, reply) && (Says(text, "out of storage") || Says(text, "mailbox full") || Says(text, "over quota"))
            => new SendOutcome.Deferred(DeferReason.MailboxFull, RetryWish.From(text), reply.ToString()),

        // Greylisting hides behind half a dozen codes, 4.7.0 (elsewhere a rate limit) among them.
        var text when IsAboutRecipient(stage, reply) && (Says(text, "greylist") || Says(text, "graylist"))
            => new SendOutcome.Deferred(DeferReason.Reply, RetryWish.From(text), reply.ToString()),
        _ => null,
    };

    private static SendOutcome? Permanent(SmtpStage stage, SmtpReply reply) => reply.Text switch
    {
        // Gmail: a mailbox that stayed full until it was given up.
        var text when reply.Code == 552 && Says(text, "OverQuotaPerm") => Rejected(RejectReason.MailboxDisabled, reply),

        // Yahoo.
        var text when reply.Code == 552 && Says(text, "mailbox not found") => Rejected(RejectReason.UnknownMailbox, reply),
        var text when reply.Code == 554 && Says(text, "mailbox disabled") => Rejected(RejectReason.MailboxDisabled, reply),

        // Microsoft: our address is on its block list; and its way to say "no such user".
        var text when Says(text, "S3150") || Says(text, "S3140") => new SendOutcome.Refused(RefuseReason.Suspended, reply.ToString()),
        var text when stage == SmtpStage.RcptTo && text.StartsWith("5.4.1", StringComparison.Ordinal) && Says(text, "recipient address rejected")
            => Rejected(RejectReason.UnknownMailbox, reply),
        var text when stage == SmtpStage.RcptTo && text.StartsWith("5.5.0", StringComparison.Ordinal) && Says(text, "mailbox unavailable")
            => Rejected(RejectReason.UnknownMailbox, reply),

        // Gmail's daily limit of an account; Amazon SES with an identity that was never verified.
        var text when Says(text, "sending limit exceeded") || Says(text, "sending quota") || Says(text, "message quota exceeded")
            => new SendOutcome.Refused(RefuseReason.Quota, reply.ToString()),
        var text when Says(text, "is not verified") => new SendOutcome.Refused(RefuseReason.Sender, reply.ToString()),

        // The server does not know us and relays for nobody: every recipient would get this answer.
        var text when stage == SmtpStage.RcptTo && (Says(text, "relay access denied") || Says(text, "relaying denied") || Says(text, "not permitted to relay"))
            => new SendOutcome.Refused(RefuseReason.Authentication, reply.ToString()),
        var text when reply.Code == 530 && Says(text, "STARTTLS") => new SendOutcome.Refused(RefuseReason.Configuration, reply.ToString()),
        _ => null,
    };

    private static bool IsAboutRecipient(SmtpStage stage, SmtpReply reply) => stage >= SmtpStage.MailFrom && reply.Code != 421;

    private static bool Says(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static SendOutcome.Throttled Throttled(TimeSpan rest, SmtpReply reply) => new(rest, reply.ToString());

    private static SendOutcome.Rejected Rejected(RejectReason reason, SmtpReply reply) => new(reason, reply.ToString());
}
