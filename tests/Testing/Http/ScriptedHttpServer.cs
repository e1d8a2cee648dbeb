using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EmailCampaign.Testing.Http;

/// <summary>An HTTP/1.1 server on a loopback port that does what its script says, on the wire, and remembers every request.</summary>
public sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<int, Task> _connections = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<HttpSeen> _requests = [];
    private readonly List<(Func<bool> Reached, TaskCompletionSource Done)> _waiters = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private volatile HttpScript _script;
    private int _connectionCount;
    private int _requestCount;
    private long _octetsSent;

    private ScriptedHttpServer(HttpScript script, bool tls = false)
    {
        _script = script;
        IsTls = tls;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
        Address = new Uri($"{(tls ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The behaviour from now on.</summary>
    public HttpScript Script
    {
        get => _script;
        set => _script = value;
    }

    /// <summary>Connections since the start.</summary>
    public int ConnectionCount => Volatile.Read(ref _connectionCount);

    /// <summary>Requests whose head arrived, answered or not, in order; with their bodies where those were read.</summary>
    public IReadOnlyList<HttpSeen> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public static ScriptedHttpServer Start(HttpScript script) => new(script);

    /// <summary>Speaks TLS, with a certificate that nobody trusts.</summary>
    public static ScriptedHttpServer StartUntrusted(HttpScript script) => new(script, tls: true);

    public static ScriptedHttpServer Start(HttpAction always) => new(HttpScript.Always(always));

    public static ScriptedHttpServer Start(Func<HttpSeen, HttpAction> onRequest) => new(new HttpScript(onRequest));

    /// <summary>Completes when so many requests have arrived.</summary>
    public Task WhenRequestedAsync(int count = 1) => WhenAsync(() => _requests.Count >= count);

    /// <summary>Completes when so many octets of answers were sent.</summary>
    public Task WhenSentAsync(int octets) => WhenAsync(() => _octetsSent >= octets);

    /// <summary>Stops listening, so that connections are refused, and closes those that are open.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    internal bool IsTls { get; }

    internal int NextNumber() => Interlocked.Increment(ref _requestCount);

    internal void Record(HttpSeen request)
    {
        lock (_gate)
        {
            // A request is first recorded by its head, then with its body.
            if (_requests.FindIndex(seen => seen.Number == request.Number) is >= 0 and var index)
            {
                _requests[index] = request;
            }
            else
            {
                _requests.Add(request);
            }

            Notify();
        }
    }

    internal void Sent(int octets)
    {
        lock (_gate)
        {
            _octetsSent += octets;
            Notify();
        }
    }

    private Task WhenAsync(Func<bool> reached)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiters.Add((reached, done));
            Notify();
        }

        return done.Task;
    }

    private void Notify() => _waiters.RemoveAll(static waiter => waiter.Reached() && waiter.Done.TrySetResult());

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var number = Interlocked.Increment(ref _connectionCount);
            _connections[number] = new HttpServerConnection(this, socket, number).RunAsync(_stopping.Token);
        }
    }
}
