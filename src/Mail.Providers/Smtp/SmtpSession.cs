using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Tracing;
using MailKit.Net.Smtp;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One open connection to the server, used by one sender at a time for any number of mails.</summary>
/// <param name="server">Host and port, for traces.</param>
internal sealed class SmtpSession(SizedSmtpClient client, SmtpWire wire, Socket socket, string server) : IDisposable
{
    private bool _utf8PutAside;

    /// <summary>Timestamp of the last use, kept by the pool.</summary>
    public long LastUsed { get; set; }

    /// <summary>Mails begun on it.</summary>
    public int Mails { get; private set; }

    public bool IsConnected => client.IsConnected;

    /// <summary>Whether the server takes an address or a header beyond ASCII: SMTPUTF8 needs 8BITMIME (RFC 6531, section 3.1).</summary>
    public bool TakesUtf8 => client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && client.Capabilities.HasFlag(SmtpCapabilities.EightBitMime);

    /// <summary>
    /// Whether the server is still there: between two mails a socket is readable only when the server has closed it, or says
    /// that it will (421). Costs one system call.
    /// </summary>
    public async ValueTask<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (!client.IsConnected)
        {
            return false;
        }

        try
        {
            if (!socket.Poll(0, SelectMode.SelectRead))
            {
                return true;
            }

            if (socket.Available == 0 || !client.IsSecure)
            {
                return false;
            }

            // Under TLS it may be a session ticket: ask.
            using var limit = Watch(cancellationToken);
            wire.Enter(SmtpStage.Ehlo);
            await client.NoOpAsync(limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception)
        {
            return false; // no answer, a refusal or no patience: MailKit has closed it, or the caller will
        }
        finally
        {
            wire.Watch(null);
        }
    }

    /// <summary>
    /// Whether the session can still carry what the mail needs: SMTPUTF8 that was once put aside cannot be taken up again.
    /// </summary>
    public bool Fits(SmtpEnvelope envelope) => !envelope.NeedsUtf8 || !_utf8PutAside;

    /// <summary>Hands one message over. Every fault is an outcome; afterwards <see cref="IsConnected"/> tells whether the session goes on.</summary>
    public async Task<SendOutcome> SendAsync(SmtpEnvelope envelope, MimeMessage mime, CancellationToken cancellationToken)
    {
        if (envelope.NeedsUtf8)
        {
            if (!TakesUtf8)
            {
                // MailKit would send the raw octets and leave it to the server.
                return envelope.SenderNeedsUtf8
                    ? new SendOutcome.Refused(RefuseReason.Sender, "The sender's address, or the one for replies, needs SMTPUTF8 (RFC 6531), which the server does not offer.")
                    : new SendOutcome.Rejected(RejectReason.NeedsSmtpUtf8, "The address needs SMTPUTF8 (RFC 6531), which the server does not offer.");
            }
        }
        else if (envelope.HasUnicodeDomain && client.Capabilities.HasFlag(SmtpCapabilities.UTF8))
        {
            // MailKit would declare SMTPUTF8 where the server offers it, and a next hop that does not would bounce a mail it
            // could have taken in punycode.
            client.Capabilities &= ~SmtpCapabilities.UTF8;
            _utf8PutAside = true;
        }

        Mails++;

        // Connect is "before MAIL FROM": the client reports the rest.
        using var limit = Watch(cancellationToken);
        using var call = CampaignTraces.StartCall(server);
        wire.Enter(SmtpStage.Connect);
        try
        {
            var reply = await client.SendAsync(envelope.Format, mime, envelope.Sender, [envelope.Recipient], limit.Token, wire).ConfigureAwait(false);
            return SmtpReplyRules.Classify(SmtpStage.FinalDot, new SmtpReply(250, reply));
        }
        catch (Exception exception)
        {
            // One message's fault, whatever it is, is that message's outcome: the slice's others have theirs.
            call?.SetTag("smtp.stage", wire.Stage.ToString()).SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            return SmtpFaults.WhileSending(exception, wire.Stage);
        }
        finally
        {
            wire.Watch(null);
        }
    }

    /// <summary>Asks for an answer and says what the session has, in a few words.</summary>
    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        using var limit = Watch(cancellationToken);
        wire.Enter(SmtpStage.Ehlo);
        try
        {
            await client.NoOpAsync(limit.Token).ConfigureAwait(false);
        }
        finally
        {
            wire.Watch(null);
        }

        string[] words =
        [
            client.IsSecure ? Words(client.SslProtocol) : "no TLS",
            client.IsAuthenticated ? "AUTH accepted" : "no AUTH",
            client.MaxSize > 0 ? string.Create(CultureInfo.InvariantCulture, $"at most {client.MaxSize:N0} octets a mail") : "no SIZE",
            TakesUtf8 ? "SMTPUTF8" : "no SMTPUTF8",
        ];
        return string.Join(", ", words);
    }

    /// <summary>Says QUIT, as RFC 5321 asks, and closes. Never throws.</summary>
    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The server is gone or silent; closing is all that is left.
        }

        Dispose();
    }

    public void Dispose()
    {
        client.Dispose();
        socket.Dispose();
    }

    private static string Words(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };

    private CancellationTokenSource Watch(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wire.Watch(limit);
        return limit;
    }
}
