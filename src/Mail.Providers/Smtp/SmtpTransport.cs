namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>What speaks SMTP.</summary>
internal enum SmtpTransport
{
    /// <summary>Sessions of this project: commands and content are pipelined where the server offers it (RFC 2920). AUTH PLAIN and LOGIN; MailKit where more is needed.</summary>
    Pipelined = 0,

    /// <summary>MailKit's client, one command at a time but for MAIL and RCPT.</summary>
    MailKit = 1,
}
