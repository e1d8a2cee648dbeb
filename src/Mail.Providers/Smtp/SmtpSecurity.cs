namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>How the connection to the SMTP server is protected.</summary>
internal enum SmtpSecurity
{
    /// <summary>TLS at once on port 465, elsewhere STARTTLS where the server offers it (RFC 3207), else plain text.</summary>
    Auto = 0,

    /// <summary>Plain text, also where the server offers STARTTLS.</summary>
    None = 1,

    /// <summary>STARTTLS or nothing.</summary>
    StartTls = 2,

    /// <summary>TLS from the first byte (RFC 8314).</summary>
    Tls = 3,
}
