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
                using var mime = Compose(messages[i], out var rejected);
                if (mime is null)
                {
                    outcomes[i] = rejected!;
                    continue;
                }

                (session, var failure) = await ReadyAsync(session, window, cancellationToken).ConfigureAwait(false);
                if (session is null)
                {
                    outcomes[i] = failure!;
                    break;
                }

                if (!window.IsOpen || cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                outcomes[i] = await session.SendAsync(messages[i], mime, cancellationToken).ConfigureAwait(false);
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
    private async ValueTask<SmtpConnection> ReadyAsync(SmtpSession? current, SendWindow window, CancellationToken cancellationToken)
    {
        if (current is not null)
        {
            if (await current.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                return current;
            }

            pool.Discard(current);
        }

        var connection = await pool.RentAsync(window, cancellationToken).ConfigureAwait(false);
        if (connection.Session is { } session && window.IsOpen && !await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
        {
            pool.Discard(session);
            return new SendOutcome.Unreachable("The server closed the session before MAIL FROM.");
        }

        return connection;
    }

    private static MimeMessage? Compose(OutgoingMessage message, out SendOutcome? rejected)
    {
        try
        {
            rejected = null;
            return MimeComposer.Compose(message);
        }
        catch (Exception exception)
        {
            // Whatever is wrong with one message must not cost the others their outcome.
            rejected = new SendOutcome.Rejected(RejectReason.NotRendered, SmtpReply.OneLine(exception.Message, 300));
            return null;
        }
    }
}
