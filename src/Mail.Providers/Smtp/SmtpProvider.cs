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

                // A session found dead here had nothing handed to it for this message: replaced once, silently.
                if (session is not null && !await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
                {
                    await ReturnAsync(ref session).ConfigureAwait(false);
                }

                if (session is null)
                {
                    (session, var failure) = await pool.RentAsync(window, cancellationToken).ConfigureAwait(false);
                    if (session is null)
                    {
                        outcomes[i] = failure!;
                        break;
                    }
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
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Patience ended while a session was being found: whoever has no outcome was not attempted.
        }
        finally
        {
            await ReturnAsync(ref session).ConfigureAwait(false);
        }

        return outcomes;
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    private ValueTask ReturnAsync(ref SmtpSession? session)
    {
        var returned = session;
        session = null;
        return returned is null ? ValueTask.CompletedTask : pool.ReturnAsync(returned);
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
