using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>Several servers, over the sessions of this project.</summary>
public sealed class PipelinedServersTests : SmtpServersTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;
}
