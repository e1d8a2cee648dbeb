namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>How far a session or a mail has come; a reply means different things at different stages (RFC 5321, section 4.3.2).</summary>
internal enum SmtpStage
{
    /// <summary>Name look-up, TCP, TLS on connect.</summary>
    Connect = 0,
    Greeting = 1,

    /// <summary>EHLO and STARTTLS.</summary>
    Ehlo = 2,
    Auth = 3,
    MailFrom = 4,
    RcptTo = 5,
    Data = 6,

    /// <summary>The content and its final dot have been handed to the connection.</summary>
    FinalDot = 7,
}
