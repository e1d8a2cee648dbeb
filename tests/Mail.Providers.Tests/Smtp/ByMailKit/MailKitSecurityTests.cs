using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>TLS and AUTH, over MailKit's client.</summary>
public sealed class MailKitSecurityTests : SmtpSecurityTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;
}
