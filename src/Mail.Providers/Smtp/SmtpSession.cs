using System.Net.Sockets;
using System.Text;

using EmailCampaign.Mail.Sending;

using MailKit.Net.Smtp;

using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One open connection to the server, used by one sender at a time for any number of mails.</summary>
internal sealed class SmtpSession(SizedSmtpClient client, SmtpWire wire, Socket socket) : IDisposable
{
    /// <summary>Timestamp of the last use, kept by the pool.</summary>
    public long LastUsed { get; set; }

    public bool IsConnected => client.IsConnected;

    private bool TakesUtf8 => client.Capabilities.HasFlag(SmtpCapabilities.UTF8) && client.Capabilities.HasFlag(SmtpCapabilities.EightBitMime);

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

    /// <summary>Hands one message over. Every fault is an outcome; afterwards <see cref="IsConnected"/> tells whether the session goes on.</summary>
    public async Task<SendOutcome> SendAsync(OutgoingMessage message, MimeMessage mime, CancellationToken cancellationToken)
    {
        var sender = message.From.Address;
        var international = !Ascii.IsValid(message.To) || !Ascii.IsValid(sender.AsSpan(0, Math.Max(0, sender.LastIndexOf('@'))));
        if (international && !TakesUtf8)
        {
            // MailKit would send the raw octets and leave it to the server.
            if (Ascii.IsValid(message.To))
            {
                return new SendOutcome.Refused(RefuseReason.Sender, "The sender's address needs SMTPUTF8 (RFC 6531), which the server does not offer.");
            }

            return new SendOutcome.Rejected(RejectReason.NeedsSmtpUtf8, "The address needs SMTPUTF8 (RFC 6531), which the server does not offer.");
        }

        // Connect is "before MAIL FROM": the client reports the rest.
        using var limit = Watch(cancellationToken);
        wire.Enter(SmtpStage.Connect);
        try
        {
            var format = FormatOptions.Default;
            if (international)
            {
                format = format.Clone();
                format.International = true;
            }

            var reply = await client.SendAsync(
                format,
                mime,
                new MailboxAddress("", sender),
                [new MailboxAddress("", message.To)],
                limit.Token,
                wire).ConfigureAwait(false);
            return SmtpReplyRules.Classify(SmtpStage.FinalDot, new SmtpReply(250, reply));
        }
        catch (Exception exception)
        {
            // One message's fault, whatever it is, is that message's outcome: the slice's others have theirs.
            return SmtpFaults.WhileSending(exception, wire.Stage);
        }
        finally
        {
            wire.Watch(null);
        }
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

    private CancellationTokenSource Watch(CancellationToken cancellationToken)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        wire.Watch(limit);
        return limit;
    }
}
