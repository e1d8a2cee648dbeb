using EmailCampaign.Mail.Providers.Sockets;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>Over this system's best kind of connection.</summary>
public sealed class WatchedSmtpChannelTests : SmtpChannelTests
{
    private protected override Task<TcpConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
        => TcpConnection.OpenAsync(host, port, cancellationToken);
}
