using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One open connection to the server, used by one sender at a time for any number of mails.</summary>
internal interface ISmtpSession : IDisposable
{
    /// <summary>Timestamp of the last use, kept by the pool.</summary>
    long LastUsed { get; set; }

    /// <summary>Mails begun on it.</summary>
    int Mails { get; }

    /// <summary>Whether it may be used for another mail.</summary>
    bool IsConnected { get; }

    /// <summary>Whether the server takes an address or a header beyond ASCII: SMTPUTF8 needs 8BITMIME (RFC 6531, section 3.1).</summary>
    bool TakesUtf8 { get; }

    /// <summary>Whether it takes mails as bytes; otherwise as messages of MimeKit's.</summary>
    bool TakesBytes { get; }

    /// <summary>Whether a mail may be announced with the content of the one before it.</summary>
    bool Announces { get; }

    /// <summary>Whether this mail's commands have been sent, and its content is all that is left to say.</summary>
    bool HasAnnounced(SmtpMail mail);

    /// <summary>
    /// Whether the server is still there: between two mails a socket is readable only when the server has closed it, or says
    /// that it will (421). Costs one system call.
    /// </summary>
    ValueTask<bool> IsAliveAsync(CancellationToken cancellationToken);

    /// <summary>Whether the session can still carry what the mail needs.</summary>
    bool Fits(SmtpEnvelope envelope);

    /// <summary>Hands one mail over. Every fault is an outcome; afterwards <see cref="IsConnected"/> tells whether the session goes on.</summary>
    /// <returns>
    /// The outcome; <see cref="SendOutcome.NotAttempted"/> when the session ended before the server had said anything about this mail, and what
    /// came before it may be the reason.
    /// </returns>
    /// <param name="mail">The mail.</param>
    /// <param name="next">
    /// The mail that will be handed over next, if its time has come; null when there is none. Its sender and recipient may be said with this
    /// mail's content (RFC 2920, section 3.1), which saves a round trip. The caller then hands it over next, or throws the session away.
    /// </param>
    /// <param name="window">Asked immediately before the next mail's MAIL FROM.</param>
    ValueTask<SendOutcome> SendAsync(SmtpMail mail, SmtpMail? next, SendWindow window, CancellationToken cancellationToken);

    /// <summary>Asks for an answer and says what the session has, in a few words.</summary>
    Task<string> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Says QUIT, as RFC 5321 asks, and closes. Never throws.</summary>
    Task QuitAsync(CancellationToken cancellationToken);
}
