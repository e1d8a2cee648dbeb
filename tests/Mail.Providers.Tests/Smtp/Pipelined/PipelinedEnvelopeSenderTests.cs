using EmailCampaign.Mail.Providers.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>Envelope senders, over the sessions of this project.</summary>
public sealed class PipelinedEnvelopeSenderTests : SmtpEnvelopeSenderTests
{
    private protected override SmtpTransport Transport => SmtpTransport.Pipelined;
}
