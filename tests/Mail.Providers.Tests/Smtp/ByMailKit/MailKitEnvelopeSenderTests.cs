using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>Envelope senders, over MailKit's client.</summary>
public sealed class MailKitEnvelopeSenderTests : SmtpEnvelopeSenderTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;
}
