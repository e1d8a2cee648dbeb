using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EmailCampaign.Mail.Providers.Sockets;
using EmailCampaign.Mail.Sending;
using MailKit.Security;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Opens sessions with one server: TCP, greeting, EHLO, TLS, AUTH.</summary>
internal sealed class SmtpConnector(SmtpEndpoint endpoint, SmtpOptions options)
{
    private readonly SendOutcome _passwordInTheClear = new SendOutcome.Refused(
        RefuseReason.Configuration,
        $"The server offers no TLS, and a password is not sent in the clear. {endpoint.Setting(nameof(endpoint.Security))} set to none would allow it.");

    /// <summary>Judges a server's certificate instead of the system; for tests.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    /// <returns>The session, or the outcome of whoever needed it.</returns>
    /// <exception cref="OperationCanceledException">The caller's patience ended.</exception>
    public async Task<SmtpConnection> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Transport == SmtpTransport.Pipelined && await OpenPipelinedAsync(cancellationToken).ConfigureAwait(false) is { } connection)
        {
            return connection;
        }

        await SocketLoop.LeaveAsync();
        return await OpenMailKitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null when the server wants an authentication that only MailKit knows.</returns>
    private async Task<SmtpConnection?> OpenPipelinedAsync(CancellationToken cancellationToken)
    {
        SmtpChannel? channel = null;
        SmtpHandshake? handshake = null;
        try
        {
            channel = await SmtpChannel.ConnectAsync(endpoint.Host!, endpoint.Port, options.ConnectTimeout, cancellationToken).ConfigureAwait(false);
            using var patience = channel.Wait(cancellationToken);
            handshake = new SmtpHandshake(channel, endpoint, options, CertificateValidation);
            var offer = await handshake.RunAsync().ConfigureAwait(false);
            if (!string.IsNullOrEmpty(endpoint.Username))
            {
                if (endpoint.Security == SmtpSecurity.Auto && channel.Protocol is null && !channel.IsLocal)
                {
                    channel.Dispose();
                    return _passwordInTheClear;
                }

                await handshake.AuthenticateAsync(offer).ConfigureAwait(false);
            }

            if (handshake.NeedsMailKit)
            {
                channel.Dispose();
                return null;
            }

            return new PipelinedSession(channel, offer, options, handshake.IsAuthenticated, endpoint.Place);
        }
        catch (Exception exception)
        {
            channel?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return SmtpFaults.WhileConnecting(exception, handshake?.Stage ?? SmtpStage.Connect, endpoint);
        }
    }

    private async Task<SmtpConnection> OpenMailKitAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wire = new SmtpWire(options);
        wire.Watch(limit);
        limit.CancelAfter(options.ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var client = new SizedSmtpClient(wire)
        {
            // The wire's limits bound whole commands; MailKit's would bound single reads, with a timer for each.
            Timeout = Timeout.Infinite,
            LocalDomain = options.LocalDomain,
            ServerCertificateValidationCallback = CertificateValidation,

            // As HttpClient does: a certificate authority that is down must not stop the mail.
            CheckCertificateRevocation = false,
        };
        try
        {
            await socket.ConnectAsync(endpoint.Host!, endpoint.Port, limit.Token).ConfigureAwait(false);
            limit.CancelAfter(options.CommandTimeout);
            await client.ConnectAsync(socket, endpoint.Host!, endpoint.Port, Protection(), limit.Token).ConfigureAwait(false);
            if (!string.IsNullOrEmpty(endpoint.Username))
            {
                if (endpoint.Security == SmtpSecurity.Auto && !client.IsSecure && !IsThisMachine(socket))
                {
                    client.Dispose();
                    return _passwordInTheClear;
                }

                wire.Enter(SmtpStage.Auth);
                await client.AuthenticateAsync(Encoding.UTF8, endpoint.Username, endpoint.Password!, limit.Token).ConfigureAwait(false);
            }

            wire.Watch(null);
            return new MailKitSession(client, wire, socket, endpoint.Place);
        }
        catch (Exception exception)
        {
            client.Dispose();
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return wire.Farewell is { } farewell
                ? SmtpReplyRules.Classify(wire.Stage, farewell)
                : SmtpFaults.WhileConnecting(exception, wire.Stage, endpoint);
        }
    }

    private static bool IsThisMachine(Socket socket) => socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);

    private SecureSocketOptions Protection() => endpoint.Security switch
    {
        SmtpSecurity.None => SecureSocketOptions.None,
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => endpoint.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable,
    };
}
