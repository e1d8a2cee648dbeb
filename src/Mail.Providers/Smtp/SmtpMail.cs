using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A mail on its way to a session, composed in the form that the session takes.</summary>
internal sealed class SmtpMail(OutgoingMessage message, SmtpEnvelope envelope) : IDisposable
{
    private MimeMessage? _mime;
    private ComposedMail? _content;

    public OutgoingMessage Message => message;

    public SmtpEnvelope Envelope => envelope;

    /// <summary>Whether it has been composed in the form that a session takes.</summary>
    public bool IsComposed(bool asBytes) => asBytes ? _content is not null : _mime is not null;

    /// <summary>The mail for MailKit.</summary>
    public MimeMessage Mime
    {
        get => _mime ?? throw new InvalidOperationException("The mail was not composed for MailKit.");
        set => _mime = value;
    }

    /// <summary>The mail as bytes.</summary>
    public ComposedMail Content
    {
        get => _content ?? throw new InvalidOperationException("The mail was not composed as bytes.");
        set => _content = value;
    }

    public void Dispose() => _mime?.Dispose();
}
