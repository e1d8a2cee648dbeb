using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>Every way in which a connection can fail, over the sessions of this project.</summary>
public sealed class PipelinedFaultTests : SmtpFaultTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;
}
