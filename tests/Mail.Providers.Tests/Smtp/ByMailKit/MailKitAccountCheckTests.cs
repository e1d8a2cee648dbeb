using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>The question how an account is, over MailKit's client.</summary>
public sealed class MailKitAccountCheckTests : SmtpAccountCheckTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;
}
