using System.Collections.Concurrent;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The open sessions with one server on this silo. A sender rents one, and nobody else uses it meanwhile.</summary>
/// <remarks>
/// The most recently used session is rented first, so that in quiet times the others fall idle and are closed.
/// </remarks>
internal sealed class SmtpSessionPool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentStack<ISmtpSession> _idle = new();
    private readonly SmtpConnector _connector;
    private readonly SmtpOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim? _places;
    private readonly ITimer _sweep;
    private volatile bool _closed;

    /// <param name="mostSessions">Most sessions at a time; null for as many as are asked for.</param>
    public SmtpSessionPool(SmtpConnector connector, SmtpOptions options, int? mostSessions, TimeProvider clock)
    {
        _connector = connector;
        _options = options;
        _clock = clock;
        _places = mostSessions is { } most ? new SemaphoreSlim(most) : null;
        _sweep = clock.CreateTimer(_ => CloseIdle(), null, options.IdleLimit, options.IdleLimit);
    }

    /// <summary>Takes the place of a session, when one is free. It goes on to <see cref="RentAsync"/>.</summary>
    public bool TryReserve() => _places is null || _places.Wait(0, CancellationToken.None);

    /// <summary>Waits a moment for the place of a session.</summary>
    public Task<bool> ReserveAsync(CancellationToken cancellationToken)
        => _places is null ? Task.FromResult(true) : _places.WaitAsync(Patience, cancellationToken);

    /// <summary>A session for the mail that was alive a moment ago: an idle one, or a new one. Its place was reserved before.</summary>
    /// <returns>The session, to be given back with <see cref="ReturnAsync"/>; or the outcome for the message that needed it.</returns>
    public async ValueTask<SmtpConnection> RentAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        SmtpConnection connection = SendOutcome.NotAttempted.Instance;
        try
        {
            connection = await FindOrOpenAsync(envelope, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Patience ended before there was a session: not attempted.
        }
        finally
        {
            if (connection.Session is null)
            {
                _places?.Release();
            }
        }

        return connection;
    }

    /// <summary>
    /// Gives a rented session back; one that is no longer connected is thrown away, one that has carried its number of mails says QUIT.
    /// </summary>
    public async ValueTask ReturnAsync(ISmtpSession session)
    {
        session.LastUsed = _clock.GetTimestamp();
        if (!session.IsConnected)
        {
            session.Dispose();
        }
        else if (_closed || IsSpent(session))
        {
            await QuitAsync(session).ConfigureAwait(false);
        }
        else
        {
            _idle.Push(session);
            if (_closed)
            {
                CloseIdle(); // the pool was closed meanwhile
            }
        }

        _places?.Release();
    }

    /// <summary>Whether the session has carried as many mails as one may.</summary>
    /// <param name="more">Mails that it is to carry before that.</param>
    public bool IsSpent(ISmtpSession session, int more = 0) => session.Mails + more >= _options.MessagesPerSession;

    /// <summary>Throws a rented session away.</summary>
    public void Discard(ISmtpSession session)
    {
        session.Dispose();
        _places?.Release();
    }

    /// <summary>Says goodbye to a session that is not, or no longer, the pool's; two seconds at most.</summary>
    public static async Task QuitAsync(ISmtpSession session)
    {
        using var limit = new CancellationTokenSource(Farewell);
        await session.QuitAsync(limit.Token).ConfigureAwait(false);
    }

    /// <summary>Says goodbye to the idle sessions, two seconds at most; rented ones are closed when they come back.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(Drain().Select(QuitAsync)).ConfigureAwait(false);
    }

    private async ValueTask<SmtpConnection> FindOrOpenAsync(SmtpEnvelope envelope, CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out var session))
        {
            if (!IsStale(session) && session.Fits(envelope) && await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                return new SmtpConnection(session, null);
            }

            session.Dispose();
        }

        return await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsStale(ISmtpSession session) => _clock.GetElapsedTime(session.LastUsed) >= _options.IdleLimit;

    private void CloseIdle()
    {
        foreach (var session in Drain())
        {
            if (IsStale(session) || _closed)
            {
                _ = QuitAsync(session); // never throws, ends within the farewell's time
            }
            else
            {
                _idle.Push(session);
            }
        }
    }

    private List<ISmtpSession> Drain()
    {
        var sessions = new List<ISmtpSession>();
        while (_idle.TryPop(out var session))
        {
            sessions.Add(session);
        }

        sessions.Reverse(); // so that pushing them back keeps their order
        return sessions;
    }
}
