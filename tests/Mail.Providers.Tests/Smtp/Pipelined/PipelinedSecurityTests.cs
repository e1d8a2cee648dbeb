using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>TLS and AUTH, over the sessions of this project.</summary>
public sealed class PipelinedSecurityTests : SmtpSecurityTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;
}
