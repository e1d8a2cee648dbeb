using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A session, or why there is none.</summary>
internal readonly record struct SmtpConnection(SmtpSession? Session, SendOutcome? Failure)
{
    public static implicit operator SmtpConnection(SmtpSession session) => new(session, null);

    public static implicit operator SmtpConnection(SendOutcome failure) => new(null, failure);
}
