namespace EmailCampaign.Mail.Sending;

/// <summary>Why a provider refused one recipient for good.</summary>
public enum RejectReason
{
    /// <summary>A permanent refusal that says nothing more precise.</summary>
    Other = 0,

    /// <summary>The mailbox does not exist (5.1.1, 5.1.6, 551, bare 550 at RCPT TO).</summary>
    UnknownMailbox = 1,

    /// <summary>The domain does not exist or takes no mail (5.1.2, 5.1.10, 5.4.4, 521, 556).</summary>
    UnknownDomain = 2,

    /// <summary>The provider calls the address malformed (5.1.3, 553).</summary>
    BadAddress = 3,

    /// <summary>The mailbox exists but is disabled (5.2.1, 5.7.13).</summary>
    MailboxDisabled = 4,

    /// <summary>The mailbox stayed full (5.2.2).</summary>
    MailboxFull = 5,

    /// <summary>This recipient's message is too large (5.2.3, 552).</summary>
    MessageTooLarge = 6,

    /// <summary>A policy or spam verdict (5.7.x, 541, 550 or 554 at the final dot). Many of these pause the campaign.</summary>
    Policy = 7,

    /// <summary>The address needs SMTPUTF8 (RFC 6531) and the server does not offer it.</summary>
    NeedsSmtpUtf8 = 8,

    /// <summary>The message could not be rendered or composed for this row.</summary>
    NotRendered = 9,
}
