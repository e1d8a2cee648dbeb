using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;

namespace EmailCampaign.Mail.Providers.Sockets;

/// <summary>
/// A thread that waits for the news of sockets and runs what awaits them itself, without a way through the thread pool: on Linux that way costs a
/// mail more than its composition. What runs here must not block, and whoever goes on to the code of others leaves before (<see cref="LeaveAsync"/>).
/// </summary>
internal sealed class SocketLoop
{
    private const int MostEvents = 256;

    private static readonly Lazy<SocketLoop[]> All = new(Start);
    private static int _next;

    [ThreadStatic]
    private static bool _isThis;

    private readonly ConcurrentDictionary<long, SocketWatch> _watches = new();
    private readonly Epoll _epoll = new(MostEvents);
    private long _number;

    private SocketLoop()
    {
    }

    /// <summary>Whether this system has loops. Elsewhere sockets are awaited by the runtime's own means.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux() && All.Value.Length > 0;

    /// <summary>Watches a socket, which must be non-blocking; the loops take turns.</summary>
    /// <exception cref="SocketException">The kernel watches no more.</exception>
    public static SocketWatch Watch(Socket socket)
    {
        var loops = All.Value;
        return loops[(uint)Interlocked.Increment(ref _next) % (uint)loops.Length].Add(socket);
    }

    /// <summary>Goes on in the thread pool, when this is the thread of a loop.</summary>
    public static Task LeaveAsync() => _isThis ? YieldAsync() : Task.CompletedTask;

    private static async Task YieldAsync() => await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

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
        catch (Exception exception) when (exception is Win32Exception or DllNotFoundException or EntryPointNotFoundException)
        {
            return []; // a sandbox that does not let processes do this
        }
    }

    private SocketWatch Add(Socket socket)
    {
        var number = Interlocked.Increment(ref _number);
        var watch = new SocketWatch(() => Remove(number, socket));
        _watches[number] = watch;
        try
        {
            _epoll.Add(socket.SafeHandle, number);
        }
        catch (Win32Exception exception)
        {
            _watches.TryRemove(number, out _);
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable, exception.Message);
        }

        return watch;
    }

    private void Remove(long number, Socket socket)
    {
        _watches.TryRemove(number, out _);
        if (!socket.SafeHandle.IsClosed)
        {
            _epoll.Remove(socket.SafeHandle);
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
