using System.Net.Security;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The servers of one account: a session of whichever has its turn and can be reached.</summary>
internal sealed class SmtpServers : IAsyncDisposable
{
    private readonly IReadOnlyList<SmtpServer> _servers;
    private readonly SmtpTurns _turns;

    /// <param name="judge">Judges a server's certificate instead of the system; for tests.</param>
    public SmtpServers(SmtpOptions options, TimeProvider clock, RemoteCertificateValidationCallback? judge = null)
    {
        _servers = [.. options.Endpoints().Select(endpoint =>
        {
            var connector = new SmtpConnector(endpoint, options) { CertificateValidation = judge };
            return new SmtpServer(endpoint, connector, new SmtpSessionPool(connector, options, endpoint.MaxSessions, clock));
        })];
        _turns = new SmtpTurns(_servers, options.ServerRest, clock);
    }

    public IReadOnlyList<SmtpServer> All => _servers;

    /// <summary>A session for the mail.</summary>
    /// <returns>
    /// The session; or the outcome for the message that needed it: unreachable only when no server could be reached. When all that can
    /// be reached have as many sessions as they may, it waits for a free one, as long as the window is open.
    /// </returns>
    public async ValueTask<SmtpRental> RentAsync(SmtpEnvelope envelope, SendWindow window, CancellationToken cancellationToken)
    {
        var untried = _servers.ToHashSet();
        SendOutcome failure = SendOutcome.NotAttempted.Instance;
        while (untried.Count > 0 && window.IsOpen)
        {
            if (await NextAsync(untried, envelope, cancellationToken).ConfigureAwait(false) is not { } server)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }

                continue; // none has a free place yet
            }

            untried.Remove(server);
            _turns.Take(server);
            var connection = await server.Sessions.RentAsync(envelope, cancellationToken).ConfigureAwait(false);
            if (connection.Session is { } session)
            {
                if (window.IsOpen && !await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
                {
                    server.Sessions.Discard(session);
                    connection = new SendOutcome.Unreachable("The server closed the session before MAIL FROM.");
                }
                else if (TakesIt(server, session, envelope) || !untried.Any(static other => other.TakesUtf8))
                {
                    _turns.Reached(server);
                    return new SmtpRental(server, session);
                }
                else
                {
                    await server.Sessions.ReturnAsync(session).ConfigureAwait(false); // another may take the address
                    continue;
                }
            }

            if (connection.Failure is SendOutcome.Unreachable or SendOutcome.Throttled)
            {
                _turns.Failed(server);
                failure = failure is SendOutcome.Throttled ? failure : connection.Failure;
            }
            else
            {
                return new SmtpRental(connection.Failure!); // a person has to act, or patience has ended
            }
        }

        return new SmtpRental(failure);
    }

    /// <summary>Lets a server rest that said "slow down" in the middle of a session.</summary>
    /// <returns>Whether there is another one that does not rest.</returns>
    public bool GoesOnWithout(SmtpRental rental, SendOutcome.Throttled slow)
    {
        if (_servers.Count == 1)
        {
            return false;
        }

        _turns.Failed(rental.Server!, slow.RetryAfter);
        return _servers.Any(server => !_turns.Rests(server));
    }

    public async ValueTask DisposeAsync()
        => await Task.WhenAll(_servers.Select(static server => server.Sessions.DisposeAsync().AsTask())).ConfigureAwait(false);

    /// <summary>The server to ask next, with a place reserved; null when none became free within a moment.</summary>
    private async ValueTask<SmtpServer?> NextAsync(HashSet<SmtpServer> untried, SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        var order = _turns.Order().Where(untried.Contains).ToList();
        order = Prefer(order, server => !_turns.Rests(server)); // a resting one is asked when all others have failed
        if (envelope.NeedsUtf8)
        {
            order = Prefer(order, static server => server.TakesUtf8);
        }

        if (order.Find(static server => server.Sessions.TryReserve()) is { } free)
        {
            return free;
        }

        try
        {
            return await order[0].Sessions.ReserveAsync(cancellationToken).ConfigureAwait(false) ? order[0] : null;
        }
        catch (OperationCanceledException)
        {
            return null; // patience ended
        }
    }

    // Asked only for a mail that needs it: for others a session may have put SMTPUTF8 aside.
    private static bool TakesIt(SmtpServer server, ISmtpSession session, SmtpEnvelope envelope)
    {
        if (envelope.NeedsUtf8)
        {
            server.TakesUtf8 = session.TakesUtf8;
        }

        return !envelope.NeedsUtf8 || session.TakesUtf8;
    }

    private static List<SmtpServer> Prefer(List<SmtpServer> servers, Func<SmtpServer, bool> wanted)
        => servers.Where(wanted).ToList() is { Count: > 0 } preferred ? preferred : servers;
}
