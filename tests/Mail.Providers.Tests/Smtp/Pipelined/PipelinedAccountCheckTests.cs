using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>The question how an account is, over the sessions of this project.</summary>
public sealed class PipelinedAccountCheckTests : SmtpAccountCheckTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;
}
