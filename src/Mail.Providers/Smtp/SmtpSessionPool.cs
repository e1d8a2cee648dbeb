using System.Collections.Concurrent;

using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The open sessions of one account on this silo. A sender rents one, and nobody else uses it meanwhile.</summary>
/// <remarks>
/// The most recently used session is rented first, so that in quiet times the others fall idle and are closed.
/// </remarks>
internal sealed class SmtpSessionPool : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentStack<SmtpSession> _idle = new();
    private readonly SmtpConnector _connector;
    private readonly SmtpOptions _options;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim? _places;
    private readonly ITimer _sweep;
    private volatile bool _closed;

    public SmtpSessionPool(SmtpConnector connector, SmtpOptions options, TimeProvider clock)
    {
        _connector = connector;
        _options = options;
        _clock = clock;
        _places = options.MaxSessions is { } most ? new SemaphoreSlim(most) : null;
        _sweep = clock.CreateTimer(_ => CloseIdle(), null, options.IdleLimit, options.IdleLimit);
    }

    /// <summary>A session that was alive a moment ago: an idle one, or a new one.</summary>
    /// <returns>
    /// The session, to be given back with <see cref="ReturnAsync"/>; or the outcome for the message that needed it. With
    /// <see cref="SmtpOptions.MaxSessions"/> it waits for a free one, as long as the window is open.
    /// </returns>
    public async ValueTask<SmtpConnection> RentAsync(SendWindow window, CancellationToken cancellationToken)
    {
        var hasPlace = false;
        SmtpConnection connection = SendOutcome.NotAttempted.Instance;
        try
        {
            hasPlace = await WaitForPlaceAsync(window, cancellationToken).ConfigureAwait(false);
            if (hasPlace)
            {
                connection = await FindOrOpenAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Patience ended before there was a session: not attempted.
        }
        finally
        {
            if (hasPlace && connection.Session is null)
            {
                _places?.Release();
            }
        }

        return connection;
    }

    /// <summary>Gives a rented session back; one that is no longer connected is thrown away.</summary>
    public async ValueTask ReturnAsync(SmtpSession session)
    {
        session.LastUsed = _clock.GetTimestamp();
        if (!session.IsConnected)
        {
            session.Dispose();
        }
        else if (_closed)
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

    /// <summary>Throws a rented session away.</summary>
    public void Discard(SmtpSession session)
    {
        session.Dispose();
        _places?.Release();
    }

    /// <summary>Says goodbye to the idle sessions, two seconds at most; rented ones are closed when they come back.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _sweep.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(Drain().Select(QuitAsync)).ConfigureAwait(false);
    }

    private async ValueTask<bool> WaitForPlaceAsync(SendWindow window, CancellationToken cancellationToken)
    {
        while (_places is not null && !await _places.WaitAsync(Patience, cancellationToken).ConfigureAwait(false))
        {
            if (!window.IsOpen)
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<SmtpConnection> FindOrOpenAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryPop(out var session))
        {
            if (!IsStale(session) && await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                return session;
            }

            session.Dispose();
        }

        return await _connector.OpenAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool IsStale(SmtpSession session) => _clock.GetElapsedTime(session.LastUsed) >= _options.IdleLimit;

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

    private List<SmtpSession> Drain()
    {
        var sessions = new List<SmtpSession>();
        while (_idle.TryPop(out var session))
        {
            sessions.Add(session);
        }

        sessions.Reverse(); // so that pushing them back keeps their order
        return sessions;
    }

    private static async Task QuitAsync(SmtpSession session)
    {
        using var limit = new CancellationTokenSource(Farewell);
        await session.QuitAsync(limit.Token).ConfigureAwait(false);
    }
}
