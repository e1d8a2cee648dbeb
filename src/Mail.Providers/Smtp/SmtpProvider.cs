using System.Net.Security;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Domains;
using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Sending;
using MimeKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Sends through one SMTP account (RFC 5321), one recipient per transaction, over sessions that stay open.</summary>
internal sealed class SmtpProvider : IMailProvider, IProviderAccount, IAsyncDisposable
{
    public const string AccountName = "smtp";

    private readonly SmtpOptions _options;
    private readonly SmtpServers _servers;
    private readonly SmtpSender _sender;
    private readonly DkimSetup _dkim;

    /// <param name="options">Checked settings.</param>
    /// <param name="judge">Judges a server's certificate instead of the system; for tests.</param>
    public SmtpProvider(string name, SmtpOptions options, TimeProvider clock, RemoteCertificateValidationCallback? judge = null)
    {
        Name = name;
        _options = options;
        _servers = new SmtpServers(options, clock, judge);
        _sender = new SmtpSender(options);
        _dkim = DkimSetup.Read(options.Dkim, options.Setting, clock);
    }

    public string Name { get; }

    public ProviderCapabilities Capabilities { get; } = new();

    public IReadOnlyList<string> Warnings(Mailbox from)
        => _dkim.Signing is { } signing && DkimAlignment.Warning(signing.Domain, from.Address, _options.Setting("Dkim:Domain")) is { } unaligned
            ? [.. _dkim.Warnings, unaligned]
            : _dkim.Warnings;

    // A key of a domain above the sender's is published there, where a look at the sender's own domain does not find it.
    public SenderRecords Records(Mailbox from) => new(
        _sender.Domain(from), _dkim.Signing is { } signing && signing.Domain == DomainName.Of(from.Address) ? signing.Selectors : []);

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(
        IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[messages.Count];
        Array.Fill(outcomes, SendOutcome.NotAttempted.Instance);
        SmtpRental? rental = null;
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
                rental = await ReadyAsync(rental, envelope!, window, cancellationToken).ConfigureAwait(false);
                if (rental.Session is not { } session)
                {
                    outcomes[i] = rental.Failure!;
                    break;
                }

                if (!window.IsOpen || cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                outcomes[i] = await session.SendAsync(envelope!, mime!, cancellationToken).ConfigureAwait(false);
                if (outcomes[i] is SendOutcome.Throttled slow && _servers.GoesOnWithout(rental, slow))
                {
                    // This server's word, and not the account's: the mail comes again, the rest of the slice goes through the others.
                    outcomes[i] = SendOutcome.NotAttempted.Instance;
                    await rental.ReturnAsync().ConfigureAwait(false);
                    rental = null;
                    continue;
                }

                if (outcomes[i] is SendOutcome.Throttled or SendOutcome.Refused or SendOutcome.Unreachable)
                {
                    break;
                }
            }
        }
        finally
        {
            if (rental is { Session: not null })
            {
                await rental.ReturnAsync().ConfigureAwait(false);
            }
        }

        return outcomes;
    }

    public Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken) => SmtpAccountCheck.RunAsync(_servers.All, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync().ConfigureAwait(false);
        _dkim.Signing?.Dispose();
    }

    /// <summary>
    /// The session to say MAIL FROM on: the one at hand, or, when it is found dead or has done its part, another. Nothing was handed
    /// over on the dead one for the message that comes next, so it is replaced silently; but only once.
    /// </summary>
    private async ValueTask<SmtpRental> ReadyAsync(
        SmtpRental? current, SmtpEnvelope envelope, SendWindow window, CancellationToken cancellationToken)
    {
        if (current is { Session: { } session })
        {
            if (!await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                current.Discard();
            }
            else if (current.Fits(envelope))
            {
                return current;
            }
            else
            {
                await current.ReturnAsync().ConfigureAwait(false);
            }
        }

        return await _servers.RentAsync(envelope, window, cancellationToken).ConfigureAwait(false);
    }

    /// <returns>Null, or why this message cannot be sent: whatever is wrong with it must not cost the others their outcome.</returns>
    private SendOutcome.Rejected? Compose(OutgoingMessage message, out SmtpEnvelope? envelope, out MimeMessage? mime)
    {
        (envelope, mime) = (null, null);
        try
        {
            envelope = SmtpEnvelope.Of(message, _sender);
            mime = MimeComposer.Compose(message);
            _dkim.Signing?.Sign(mime, envelope.Format);
            return null;
        }
        catch (Exception exception)
        {
            mime?.Dispose();
            return new SendOutcome.Rejected(RejectReason.NotRendered, SmtpReply.OneLine(exception.Message, 300));
        }
    }
}
