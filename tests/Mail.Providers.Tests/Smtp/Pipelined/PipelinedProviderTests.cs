using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>What a sender relies on, over the sessions of this project.</summary>
public sealed class PipelinedProviderTests : SmtpProviderTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;
}
