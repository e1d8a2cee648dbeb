using System.Text;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Who a mail is from and to, as MAIL FROM and RCPT TO say it, and what that asks of the server.</summary>
internal sealed record SmtpEnvelope(MailboxAddress Sender, MailboxAddress Recipient)
{
    private static readonly FormatOptions International = CreateInternational();

    /// <summary>The envelope sender, From or Reply-To is beyond ASCII before the @: so is every mail of the campaign.</summary>
    public required bool SenderNeedsUtf8 { get; init; }

    /// <summary>
    /// A local part is beyond ASCII: only SMTPUTF8 (RFC 6531) can carry it, in the envelope as in a header. A domain alone travels as
    /// punycode, a name as an encoded word.
    /// </summary>
    public bool NeedsUtf8 => SenderNeedsUtf8 || !Ascii.IsValid(Recipient.LocalPart);

    /// <summary>A domain is beyond ASCII; MailKit keeps addresses decoded.</summary>
    public bool HasUnicodeDomain => Sender.IsInternational || Recipient.IsInternational;

    /// <summary>How the message is written; what signs it has to know.</summary>
    public FormatOptions Format => NeedsUtf8 ? International : FormatOptions.Default;

    /// <exception cref="ParseException">An address cannot be one.</exception>
    public static SmtpEnvelope Of(OutgoingMessage message, SmtpSender sender)
    {
        var from = new MailboxAddress("", sender.AddressFor(message));
        return new SmtpEnvelope(from, new MailboxAddress("", message.To))
        {
            SenderNeedsUtf8 = !Ascii.IsValid(from.LocalPart) || NeedsUtf8In(message.From) || (message.ReplyTo is { } replyTo && NeedsUtf8In(replyTo)),
        };
    }

    private static bool NeedsUtf8In(Mailbox mailbox)
        => mailbox.Address.LastIndexOf('@') is var at && !Ascii.IsValid(mailbox.Address.AsSpan(0, at < 0 ? mailbox.Address.Length : at));

    private static FormatOptions CreateInternational()
    {
        var format = FormatOptions.Default.Clone();
        format.International = true;
        return format;
    }
}
