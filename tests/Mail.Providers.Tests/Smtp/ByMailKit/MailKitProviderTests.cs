using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>What a sender relies on, over MailKit's client.</summary>
public sealed class MailKitProviderTests : SmtpProviderTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;
}
