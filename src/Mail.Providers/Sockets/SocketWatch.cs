using System.Threading.Tasks.Sources;

namespace EmailCampaign.Mail.Providers.Sockets;

/// <summary>
/// Whether there was news of a socket since somebody last asked. One waits at a time, and goes on where the news are brought. A wait may end
/// without any: who waits tries again what he wanted, until it succeeds.
/// </summary>
/// <param name="remove">Ends the watch.</param>
internal sealed class SocketWatch(Action remove) : IValueTaskSource, IDisposable
{
    private const int Quiet = 0;
    private const int Waiting = 1;
    private const int News = 2;

    private ManualResetValueTaskSourceCore<bool> _source;
    private int _state;
    private volatile bool _hasEnded;

    /// <summary>Whether the other side has ended the connection, or it is broken: there will be no more news.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Ends with the next news, at once when there were some.</summary>
    public ValueTask WaitAsync()
    {
        if (TryMove(News, Quiet))
        {
            return ValueTask.CompletedTask;
        }

        _source.Reset();
        var wait = new ValueTask(this, _source.Version);
        if (TryMove(Quiet, Waiting))
        {
            return wait;
        }

        Interlocked.Exchange(ref _state, Quiet); // there were news meanwhile; what is tried next must see them
        return ValueTask.CompletedTask;
    }

    /// <summary>Tells whoever waits, now or next. Twice is as good as once.</summary>
    public void Signal(bool hasEnded = false)
    {
        if (hasEnded)
        {
            _hasEnded = true;
            Interlocked.MemoryBarrier(); // before the state is looked at
        }

        while (Volatile.Read(ref _state) != News)
        {
            if (TryMove(Waiting, Quiet))
            {
                _source.SetResult(true);
                return;
            }

            if (TryMove(Quiet, News))
            {
                return;
            }
        }
    }

    /// <summary>Ends the watch, before the socket is closed. Whoever waits still does. Again it does nothing.</summary>
    public void Dispose() => remove();

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
        => _source.OnCompleted(continuation, state, token, flags);

    private bool TryMove(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;
}
