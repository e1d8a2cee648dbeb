using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.ByMailKit;

/// <summary>The suite that every provider is under, over MailKit's client.</summary>
public sealed class MailKitContractTests : SmtpContractTests
{
    private protected override SmtpTransport Transport => SmtpTransport.MailKit;
}
