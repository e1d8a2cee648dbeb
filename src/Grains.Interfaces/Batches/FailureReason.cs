namespace EmailCampaign.Batches;

/// <summary>Why a recipient is dead or waits: bounded, so that it can be a filter and a metric label.</summary>
public enum FailureReason
{
    None = 0,

    /// <summary>A permanent refusal that says nothing more precise.</summary>
    Other = 1,
    UnknownMailbox = 2,
    UnknownDomain = 3,
    BadAddress = 4,
    MailboxDisabled = 5,
    MailboxFull = 6,
    MessageTooLarge = 7,

    /// <summary>A policy or spam verdict.</summary>
    Policy = 8,
    NeedsSmtpUtf8 = 9,

    /// <summary>The template could not be rendered for this row.</summary>
    NotRendered = 10,

    /// <summary>A temporary failure; on a dead recipient: attempts or retry budget were used up by them.</summary>
    TemporaryFailure = 11,

    /// <summary>The connection kept breaking; on a dead recipient: attempts or retry budget were used up by it.</summary>
    Fault = 12,

    /// <summary>The answer was lost after the mail had left.</summary>
    AnswerLost = 13,

    /// <summary>The process that had claimed the recipient ended without a word.</summary>
    SenderLost = 14,
}
