using MailKit.Net.Smtp;

using MimeKit;
using MimeKit.IO;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>MailKit's client, with the announced SIZE enforced before MAIL FROM and its steps reported to the wire.</summary>
internal sealed class SizedSmtpClient(SmtpWire wire) : SmtpClient(wire)
{
    // Because a progress is always given, MailKit asks for the size before each MAIL FROM; the serialisation is in memory, so the synchronous one is the cheaper.
    protected override Task<long> GetSizeAsync(FormatOptions options, MimeMessage message, CancellationToken cancellationToken)
    {
        using var measure = new MeasuringStream();
        message.WriteTo(options, measure, cancellationToken);
        if (MaxSize > 0 && measure.Length > MaxSize)
        {
            throw new MessageSizeException(measure.Length, MaxSize);
        }

        wire.BeginMessage(measure.Length);
        return Task.FromResult(measure.Length);
    }

    // The composer has prepared the message for any server. Doing it again would cost a pass over the content, and could make
    // the bytes depend on what this server announces.
    protected override void Prepare(FormatOptions options, MimeMessage message, EncodingConstraint constraint, int maxLineLength)
    {
    }

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        => wire.Enter(SmtpStage.RcptTo);

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        => wire.RecipientAccepted();
}
