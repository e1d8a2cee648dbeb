using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>Several servers, over MailKit's client.</summary>
public sealed class MailKitServersTests : SmtpServersTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;
}
