using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A session, or why there is none.</summary>
internal readonly record struct SmtpConnection(ISmtpSession? Session, SendOutcome? Failure)
{
    public static implicit operator SmtpConnection(MailKitSession session) => new(session, null);

    public static implicit operator SmtpConnection(PipelinedSession session) => new(session, null);

    public static implicit operator SmtpConnection(SendOutcome failure) => new(null, failure);
}
