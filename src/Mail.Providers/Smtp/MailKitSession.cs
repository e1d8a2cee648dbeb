using System.Diagnostics;
using System.Net.Sockets;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Tracing;
using MailKit.Net.Smtp;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A session of MailKit's client: every mechanism of AUTH, one command at a time.</summary>
/// <param name="server">Host and port, for traces.</param>
internal sealed class MailKitSession(SizedSmtpClient client, SmtpWire wire, Socket socket, string server) : ISmtpSession
{
    private bool _utf8PutAside;

    public long LastUsed { get; set; }

    public int Mails { get; private set; }

    public bool IsConnected => client.IsConnected;

    public bool TakesUtf8 => client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && client.Capabilities.HasFlag(SmtpCapabilities.EightBitMime);

    public bool TakesBytes => false;

    public bool Announces => false;

    public bool HasAnnounced(SmtpMail mail) => false;

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

    /// <remarks>SMTPUTF8 that was once put aside cannot be taken up again.</remarks>
    public bool Fits(SmtpEnvelope envelope) => !envelope.NeedsUtf8 || !_utf8PutAside;

    /// <remarks>Nothing is said ahead: MailKit sends a mail's commands with that mail.</remarks>
    public async ValueTask<SendOutcome> SendAsync(SmtpMail mail, SmtpMail? next, SendWindow window, CancellationToken cancellationToken)
    {
        var envelope = mail.Envelope;
        if (envelope.NeedsUtf8)
        {
            if (!TakesUtf8)
            {
                return envelope.WithoutUtf8(); // MailKit would send the raw octets and leave it to the server
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
            var reply = await client.SendAsync(envelope.Format, mail.Mime, envelope.Sender, [envelope.Recipient], limit.Token, wire).ConfigureAwait(false);
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

        return SmtpWords.Describe(client.IsSecure ? client.SslProtocol : null, client.IsAuthenticated, client.MaxSize, TakesUtf8);
    }

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

    private CancellationTokenSource Watch(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wire.Watch(limit);
        return limit;
    }
}
