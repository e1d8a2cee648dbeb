using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Sends through one SMTP account (RFC 5321), one recipient per transaction, over sessions that stay open.</summary>
internal sealed class SmtpProvider(string name, SmtpSessionPool pool) : IMailProvider, IAsyncDisposable
{
    public const string AccountName = "smtp";

    public string Name => name;

    public ProviderCapabilities Capabilities { get; } = new();

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[messages.Count];
        Array.Fill(outcomes, SendOutcome.NotAttempted.Instance);
        SmtpSession? session = null;
        try
        {
            for (var i = 0; i < outcomes.Length && window.IsOpen; i++)
            {
                if (Compose(messages[i], out var envelope, out var mime) is { } rejected)
                {
                    outcomes[i] = rejected;
                    continue;
                }

                using var composed = mime;
                (session, var failure) = await ReadyAsync(session, envelope!, window, cancellationToken).ConfigureAwait(false);
                if (session is null)
                {
                    outcomes[i] = failure!;
                    break;
                }

                if (!window.IsOpen || cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                outcomes[i] = await session.SendAsync(envelope!, mime!, cancellationToken).ConfigureAwait(false);
                if (outcomes[i] is SendOutcome.Throttled or SendOutcome.Refused or SendOutcome.Unreachable)
                {
                    break;
                }
            }
        }
        finally
        {
            if (session is not null)
            {
                await pool.ReturnAsync(session).ConfigureAwait(false);
            }
        }

        return outcomes;
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    /// <summary>
    /// The session to say MAIL FROM on: the one at hand, or, when it is found dead, another. Nothing was handed over on the
    /// dead one for the message that comes next, so it is replaced silently; but only once.
    /// </summary>
    private async ValueTask<SmtpConnection> ReadyAsync(
        SmtpSession? current, SmtpEnvelope envelope, SendWindow window, CancellationToken cancellationToken)
    {
        if (current is not null)
        {
            if (current.Fits(envelope) && await current.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                return current;
            }

            pool.Discard(current);
        }

        var connection = await pool.RentAsync(envelope, window, cancellationToken).ConfigureAwait(false);
        if (connection.Session is { } session && window.IsOpen && !await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
        {
            pool.Discard(session);
            return new SendOutcome.Unreachable("The server closed the session before MAIL FROM.");
        }

        return connection;
    }

    /// <returns>Null, or why this message cannot be sent: whatever is wrong with it must not cost the others their outcome.</returns>
    private static SendOutcome.Rejected? Compose(OutgoingMessage message, out SmtpEnvelope? envelope, out MimeMessage? mime)
    {
        (envelope, mime) = (null, null);
        try
        {
            envelope = SmtpEnvelope.Of(message);
            mime = MimeComposer.Compose(message);
            return null;
        }
        catch (Exception exception)
        {
            return new SendOutcome.Rejected(RejectReason.NotRendered, SmtpReply.OneLine(exception.Message, 300));
        }
    }
}
