using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>The suite that every provider is under, over the sessions of this project.</summary>
public sealed class PipelinedContractTests : SmtpContractTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;

    /// <remarks>MAIL, RCPT and DATA of the second go with the first one's content; its own content stays here.</remarks>
    protected override int MostBegun => 2;
}
