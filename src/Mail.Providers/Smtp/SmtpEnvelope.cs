using System.Text;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Who a mail is from and to, as MAIL FROM and RCPT TO say it.</summary>
internal sealed record SmtpEnvelope(MailboxAddress Sender, MailboxAddress Recipient)
{
    /// <summary>The sender's local part is beyond ASCII.</summary>
    public bool SenderNeedsUtf8 { get; } = !Ascii.IsValid(Sender.LocalPart);

    /// <summary>A local part is beyond ASCII: only SMTPUTF8 (RFC 6531) can carry it. A domain alone travels as punycode.</summary>
    public bool NeedsUtf8 => SenderNeedsUtf8 || !Ascii.IsValid(Recipient.LocalPart);

    /// <summary>A domain is beyond ASCII; MailKit keeps addresses decoded.</summary>
    public bool HasUnicodeDomain => Sender.IsInternational || Recipient.IsInternational;

    /// <exception cref="ParseException">An address cannot be one.</exception>
    public static SmtpEnvelope Of(OutgoingMessage message)
        => new(new MailboxAddress("", message.From.Address), new MailboxAddress("", message.To));
}
