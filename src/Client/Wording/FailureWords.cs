using EmailCampaign.Batches;

namespace EmailCampaign.Client.Wording;

/// <summary>Failure reasons as a person says them.</summary>
internal static class FailureWords
{
    public static string Of(FailureReason reason) => reason switch
    {
        FailureReason.Other => "refused for good, without a more precise reason",
        FailureReason.UnknownMailbox => "the mailbox does not exist",
        FailureReason.UnknownDomain => "the domain does not exist or takes no mail",
        FailureReason.BadAddress => "the provider calls the address malformed",
        FailureReason.MailboxDisabled => "the mailbox exists but is disabled",
        FailureReason.MailboxFull => "the mailbox is full",
        FailureReason.MessageTooLarge => "the message is too large",
        FailureReason.Policy => "a policy or spam verdict",
        FailureReason.NeedsSmtpUtf8 => "the address needs SMTPUTF8, which the server does not offer",
        FailureReason.NotRendered => "the template could not be rendered for this row",
        FailureReason.TemporaryFailure => "temporary replies; dead after too many of them",
        FailureReason.Fault => "the connection broke; dead after it broke too often",
        FailureReason.AnswerLost => "the answer was lost after the mail had left",
        FailureReason.SenderLost => "the process that was sending ended without a word",
        _ => "",
    };
}
