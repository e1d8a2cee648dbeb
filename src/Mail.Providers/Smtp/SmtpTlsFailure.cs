namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>TLS did not come about, and not because the connection was lost: a person has to change something.</summary>
internal sealed class SmtpTlsFailure(string message, Exception inner) : Exception(message, inner);
