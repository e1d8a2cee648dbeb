namespace EmailCampaign.Testing.Smtp;

/// <summary>Where a session stands when the script is asked.</summary>
/// <param name="Session">1-based number of the connection.</param>
/// <param name="Message">1-based number of the mail within the session; 0 before its first MAIL FROM.</param>
public readonly record struct SmtpExchange(SmtpStep Step, int Session, int Message, string Sender, string Recipient);
