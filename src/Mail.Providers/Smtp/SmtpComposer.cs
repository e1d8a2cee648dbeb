using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>
/// Composes the mails of one sender, two of which may be under way at a time: the one that is handed over and the one after it. Its buffers are
/// used again and again.
/// </summary>
internal sealed class SmtpComposer(SmtpSender sender, DkimSigning? signing)
{
    private readonly MailWriter _writer = new();
    private ComposedMail _this = new();
    private ComposedMail _other = new();

    /// <summary>Addresses a mail.</summary>
    /// <returns>Null, or why it cannot be sent: whatever is wrong with it must not cost the others their outcome.</returns>
    public SendOutcome.Rejected? Address(OutgoingMessage message, out SmtpMail? mail)
    {
        mail = null;
        try
        {
            mail = new SmtpMail(message, SmtpEnvelope.Of(message, sender));
            return null;
        }
        catch (Exception exception)
        {
            return NotRendered(exception);
        }
    }

    /// <summary>Composes a mail; the one before the last may be gone then.</summary>
    /// <param name="asBytes">Whether the session takes bytes.</param>
    public SendOutcome.Rejected? Compose(SmtpMail mail, bool asBytes)
    {
        try
        {
            if (asBytes)
            {
                (_this, _other) = (_other, _this);
                Write(mail, _this);
                mail.Content = _this;
            }
            else
            {
                mail.Mime = MimeComposer.Compose(mail.Message);
                signing?.Sign(mail.Mime, mail.Envelope.Format);
            }

            return null;
        }
        catch (Exception exception)
        {
            return NotRendered(exception);
        }
    }

    /// <summary>Forgets the mails, and lets the buffers of unusually large ones go.</summary>
    public void Clear()
    {
        _writer.Trim();
        _this.Clear();
        _other.Clear();
    }

    private void Write(SmtpMail mail, ComposedMail content)
    {
        if (signing is null && !mail.Envelope.NeedsUtf8)
        {
            _writer.Write(mail.Message, content);
            return;
        }

        using var mime = MimeComposer.Compose(mail.Message);
        signing?.Sign(mime, mail.Envelope.Format);
        MailWriter.Write(mime, mail.Envelope.Format, content);
    }

    private static SendOutcome.Rejected NotRendered(Exception exception) => new(RejectReason.NotRendered, SmtpReply.OneLine(exception.Message, 300));
}
