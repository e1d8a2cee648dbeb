using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace EmailCampaign.Mail.Providers.Sockets;

/// <summary>
/// A thread that waits for the news of sockets and runs what awaits them itself, without a way through the thread pool: on Linux that way costs a
/// mail more than its composition. What runs here must not block, and whoever goes on to the code of others leaves before (<see cref="LeaveAsync"/>).
/// </summary>
internal sealed class SocketLoop
{
    private const int MostEvents = 256;

    private static readonly Lazy<SocketLoop[]> All = new(Start);
    [ThreadStatic]
    private static bool _isThis;

    private readonly ConcurrentDictionary<long, SocketWatch> _watches = new();
    private readonly Epoll _epoll = new(MostEvents);
    private long _number;
    private int _watched;

    private SocketLoop()
    {
    }

    /// <summary>Whether this system has loops. Elsewhere sockets are awaited by the runtime's own means.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && All.Value.Length > 0;

    /// <summary>Watches a socket, which must be non-blocking, on the loop that watches the fewest.</summary>
    /// <exception cref="SocketException">The kernel watches no more.</exception>
    public static SocketWatch Watch(Socket socket) => All.Value.MinBy(static loop => Volatile.Read(ref loop._watched))!.Add(socket);

    /// <summary>Goes on in the thread pool, when this is the thread of a loop. Whoever awaits it is the one that moves.</summary>
    public static ConfiguredTaskAwaitable LeaveAsync()
        => Task.CompletedTask.ConfigureAwait(_isThis ? ConfigureAwaitOptions.ForceYielding : ConfigureAwaitOptions.None);

    // They live as long as the process, like the runtime's own.
    private static SocketLoop[] Start()
    {
        try
        {
            var loops = new SocketLoop[Environment.ProcessorCount];
            for (var place = 0; place < loops.Length; place++)
            {
                loops[place] = new SocketLoop();
            }

            foreach (var loop in loops)
            {
                new Thread(loop.Run) { IsBackground = true, Name = "SMTP sockets" }.UnsafeStart();
            }

            return loops;
        }
        catch (Exception exception)
            when (exception is Win32Exception or DllNotFoundException or EntryPointNotFoundException or OutOfMemoryException or ThreadStartException)
        {
            return []; // a sandbox that does not let processes do this, or grants no more threads
        }
    }

    private SocketWatch Add(Socket socket)
    {
        var number = Interlocked.Increment(ref _number);
        var watch = new SocketWatch(() => Remove(number, socket));
        _watches[number] = watch;
        Interlocked.Increment(ref _watched);
        try
        {
            _epoll.Add(socket.SafeHandle, number);
        }
        catch (Win32Exception exception)
        {
            Forget(number);
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable, exception.Message);
        }

        return watch;
    }

    private void Remove(long number, Socket socket)
    {
        Forget(number);
        try
        {
            _epoll.Remove(socket.SafeHandle);
        }
        catch (ObjectDisposedException)
        {
            // Closed already, and with that no longer watched.
        }
    }

    private void Forget(long number)
    {
        if (_watches.TryRemove(number, out _))
        {
            Interlocked.Decrement(ref _watched);
        }
    }

    private void Run()
    {
        _isThis = true;
        while (true)
        {
            var count = _epoll.Wait();
            for (var place = 0; place < count; place++)
            {
                var (number, hasEnded) = _epoll.Event(place);
                if (_watches.TryGetValue(number, out var watch))
                {
                    watch.Signal(hasEnded);
                }
            }
        }
    }
}
