using EmailCampaign.Mail.Providers.Sockets;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>Over connections whose waits are the runtime's, as on Windows.</summary>
public sealed class PlainSmtpChannelTests : SmtpChannelTests
{
    private protected override Task<TcpConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
        => TcpConnection.OpenPlainAsync(host, port, cancellationToken);
}
