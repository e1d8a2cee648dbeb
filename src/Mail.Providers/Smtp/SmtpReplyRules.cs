using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>
/// What a reply means for the recipient, the lane or the campaign: the one place that maps SMTP replies (RFC 5321, section
/// 4.2) and enhanced codes (RFC 3463, RFC 5248) to outcomes. Pure.
/// </summary>
/// <remarks>Where the two codes contradict each other the basic one is trusted: it is what every server's own queue acts on.</remarks>
internal static class SmtpReplyRules
{
    public static SendOutcome Classify(SmtpStage stage, SmtpReply reply)
    {
        if (reply.Code / 100 == 2 && stage == SmtpStage.FinalDot)
        {
            return new SendOutcome.Accepted(QueueId.From(reply.Text));
        }

        var code = EnhancedStatusCode.Parse(reply.Text);
        return SmtpKnownTexts.Find(stage, reply) ?? (reply.Code / 100) switch
        {
            4 when IsUnauthenticatedSender(code) => Refused(RefuseReason.Sender, reply),
            4 => Temporary(stage, reply, code),
            5 when stage < SmtpStage.MailFrom => PermanentForSession(stage, reply, code),
            5 => Permanent(stage, reply, code),

            // Neither yes nor no. After the dot the mail may have been taken; before it nothing was.
            _ when stage == SmtpStage.FinalDot => new SendOutcome.Unknown("Unexpected reply to the message: " + reply),
            _ when stage < SmtpStage.MailFrom => new SendOutcome.Unreachable("Unexpected reply: " + reply),
            _ => new SendOutcome.Deferred(DeferReason.Fault, null, reply.ToString()),
        };
    }

    private static SendOutcome Temporary(SmtpStage stage, SmtpReply reply, EnhancedStatusCode? code) => (reply.Code, code?.Subject, code?.Detail) switch
    {
        (421, _, _) => Throttled(reply),
        (432, _, _) => Refused(RefuseReason.Authentication, reply), // a password transition is needed (RFC 4954)

        // No recipient is on the wire yet: it is the lane that has to wait.
        _ when stage < SmtpStage.MailFrom => Throttled(reply),

        // TLS or authentication "temporarily unavailable", and Amazon SES above its rate: nothing about the recipient.
        (454, _, _) => Throttled(reply),
        (_, 2, 2) => Deferred(DeferReason.MailboxFull, reply),
        (_, 3, 1) => Throttled(reply), // the whole system is full
        (_, 4, 5) => Throttled(reply), // congestion
        (_, 7, 0) => Throttled(reply), // rate or reputation, when it does not say that it is greylisting
        (_, 7, 28) => Throttled(reply), // mail flood
        _ => Deferred(DeferReason.Reply, reply), // greylisting (450, 451) above all
    };

    private static SendOutcome.Refused PermanentForSession(SmtpStage stage, SmtpReply reply, EnhancedStatusCode? code) => (stage, reply.Code, code?.Detail) switch
    {
        (_, 530 or 534 or 535 or 538, _) => Refused(RefuseReason.Authentication, reply),
        (_, 523, _) => Refused(RefuseReason.Configuration, reply),
        (SmtpStage.Auth, _, 13) => Refused(RefuseReason.Suspended, reply),
        (SmtpStage.Auth, _, _) => Refused(RefuseReason.Authentication, reply),
        (SmtpStage.Greeting, 550 or 554, _) => Refused(RefuseReason.Suspended, reply), // our address is not welcome
        _ => Refused(RefuseReason.Configuration, reply), // a host that takes no mail (521), a name in EHLO it does not like
    };

    private static SendOutcome Permanent(SmtpStage stage, SmtpReply reply, EnhancedStatusCode? code)
        => code is { Class: 5 } precise
            ? ByEnhancedCode(stage, reply, precise) ?? ByBasicCode(stage, reply)
            : ByBasicCode(stage, reply);

    /// <returns>Null where the code says no more than the basic one.</returns>
    private static SendOutcome? ByEnhancedCode(SmtpStage stage, SmtpReply reply, EnhancedStatusCode code) => (code.Subject, code.Detail) switch
    {
        (1, 7 or 8) => Refused(RefuseReason.Sender, reply), // postfix says it at RCPT TO too

        // At MAIL FROM an address is the sender's.
        (1 or 2, _) when stage == SmtpStage.MailFrom => Refused(RefuseReason.Sender, reply),
        (1, 1 or 6) => Rejected(RejectReason.UnknownMailbox, reply),
        (1, 2 or 10) => Rejected(RejectReason.UnknownDomain, reply),
        (1, 3) => Rejected(RejectReason.BadAddress, reply),
        (1, 0 or 4) => Rejected(RejectReason.Other, reply),

        (2, 1) => Rejected(RejectReason.MailboxDisabled, reply),
        (2, 2) => Deferred(DeferReason.MailboxFull, reply), // full for now; the caps of the retry policy end it
        (2, 3) => Rejected(RejectReason.MessageTooLarge, reply),
        (2, 4) => Rejected(RejectReason.Other, reply),

        (3, 0 or 1 or 2) => Deferred(DeferReason.Reply, reply), // the system's trouble, whatever the first digit says
        (3, 3) => Refused(RefuseReason.Configuration, reply),
        (3, 4) => Refused(RefuseReason.MessageTooLarge, reply),

        (4, 1 or 2 or 3) => Deferred(DeferReason.Reply, reply),
        (4, 4) => Rejected(RejectReason.UnknownDomain, reply),
        (4, 5) => Throttled(reply),
        (4, 6 or 7) => Rejected(RejectReason.Other, reply),

        (5, 0 or 1 or 2 or 4) => Refused(RefuseReason.Other, reply), // our side of the protocol is wrong
        (5, 3) => Deferred(DeferReason.Reply, reply), // too many recipients, and we send one
        (5, 6) => Refused(RefuseReason.Authentication, reply),

        (6, 7 or 9) => Rejected(RejectReason.NeedsSmtpUtf8, reply), // RFC 6531
        (6, _) => Rejected(RejectReason.Other, reply),

        (7, _) => ByPolicyCode(stage, reply, code.Detail),
        _ => null,
    };

    private static SendOutcome ByPolicyCode(SmtpStage stage, SmtpReply reply, int detail) => detail switch
    {
        5 or 8 or 9 or 11 or 12 or 14 => Refused(RefuseReason.Authentication, reply),
        13 when stage == SmtpStage.MailFrom => Refused(RefuseReason.Suspended, reply),
        13 => Rejected(RejectReason.MailboxDisabled, reply),
        17 or 18 => Rejected(RejectReason.UnknownMailbox, reply), // RFC 7293: the mailbox has a new owner
        >= 20 and <= 27 or 30 or 32 or 515 => Refused(RefuseReason.Sender, reply), // DKIM, SPF, reverse DNS, alignment
        28 => Throttled(reply),
        29 => Refused(RefuseReason.Configuration, reply),
        _ when stage == SmtpStage.MailFrom => reply.Code is 530 or 535 ? Refused(RefuseReason.Authentication, reply) : Refused(RefuseReason.Sender, reply),
        _ when reply.Code is 530 or 534 or 535 or 538 => Refused(RefuseReason.Authentication, reply),
        _ => Rejected(RejectReason.Policy, reply), // never proof that the address is bad
    };

    private static SendOutcome ByBasicCode(SmtpStage stage, SmtpReply reply) => (reply.Code, stage) switch
    {
        (530 or 534 or 535 or 538, _) => Refused(RefuseReason.Authentication, reply),
        (523 or 555, _) => Refused(RefuseReason.Configuration, reply),
        (552, SmtpStage.RcptTo) => Deferred(DeferReason.MailboxFull, reply),
        (552, _) => Rejected(RejectReason.MessageTooLarge, reply), // RFC 1870 at MAIL FROM, and at the dot

        // The sender, not a recipient, is being talked about.
        (550 or 551 or 553 or 554 or 541, SmtpStage.MailFrom) => Refused(RefuseReason.Sender, reply),
        (521 or 556, SmtpStage.MailFrom) => Refused(RefuseReason.Configuration, reply),

        (521 or 556, _) => Rejected(RejectReason.UnknownDomain, reply), // RFC 7504
        (500 or 550 or 551, SmtpStage.RcptTo) => Rejected(RejectReason.UnknownMailbox, reply),
        (501 or 553, SmtpStage.RcptTo) => Rejected(RejectReason.BadAddress, reply),
        ( >= 500 and <= 504, _) => Refused(RefuseReason.Other, reply), // syntax, sequence: it would be so for everyone
        (541 or 550 or 554, _) => Rejected(RejectReason.Policy, reply),
        (_, SmtpStage.MailFrom) => Refused(RefuseReason.Other, reply),
        _ => Rejected(RejectReason.Other, reply),
    };

    // Gmail says for now what it will soon say for good: SPF, DKIM or their alignment is missing. Waiting does not add them.
    private static bool IsUnauthenticatedSender(EnhancedStatusCode? code) => code is { Subject: 7, Detail: 26 or 27 or 30 or 32 };

    private static SendOutcome.Rejected Rejected(RejectReason reason, SmtpReply reply) => new(reason, reply.ToString());

    private static SendOutcome.Deferred Deferred(DeferReason reason, SmtpReply reply) => new(reason, RetryWish.From(reply.Text), reply.ToString());

    private static SendOutcome.Throttled Throttled(SmtpReply reply) => new(RetryWish.From(reply.Text), reply.ToString());

    private static SendOutcome.Refused Refused(RefuseReason reason, SmtpReply reply) => new(reason, reply.ToString());
}
