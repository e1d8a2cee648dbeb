namespace EmailCampaign.Mail.Sending;

/// <summary>Why a recipient has to wait. It also chooses the backoff: a reply waits minutes (greylisting), a fault seconds.</summary>
public enum DeferReason
{
    /// <summary>The far side answered with a temporary failure (SMTP 4xx): <c>Sending:SmtpBackoff</c> applies.</summary>
    Reply = 0,

    /// <summary>The mailbox is full for now (4.2.2, 5.2.2): <c>Sending:SmtpBackoff</c> applies.</summary>
    MailboxFull = 1,

    /// <summary>
    /// The connection was lost after MAIL FROM and before the final dot, or an API answered with a server error it can
    /// safely be asked again about: <c>Sending:Backoff</c> applies.
    /// </summary>
    Fault = 2,
}
