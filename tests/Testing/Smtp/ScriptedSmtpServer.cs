using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace EmailCampaign.Testing.Smtp;

/// <summary>
/// An SMTP server on a loopback port that does what its script says, and remembers what it took. Built for tens of thousands
/// of mails: it answers pipelined commands together and copies a mail's content only when asked to.
/// </summary>
public sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<int, SmtpServerSession> _sessions = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly SmtpRecord _record = new();
    private readonly Task _accepting;
    private readonly bool _keepContent;
    private readonly bool _tlsOnConnect;
    private volatile SmtpScript _script;
    private int _sessionCount;

    private ScriptedSmtpServer(SmtpScript script, int port, bool keepContent, bool tlsOnConnect)
    {
        _script = script;
        _keepContent = keepContent;
        _tlsOnConnect = tlsOnConnect;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(512);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync();
    }

    public string Host => "127.0.0.1";

    public int Port { get; }

    /// <summary>The behaviour from now on: set it to mend or to break a running server.</summary>
    public SmtpScript Script
    {
        get => _script;
        set => _script = value;
    }

    /// <summary>Connections since the start.</summary>
    public int SessionCount => Volatile.Read(ref _sessionCount);

    public int OpenSessions => _sessions.Count;

    /// <summary>Mails taken.</summary>
    public int AcceptedCount => _record.Total;

    /// <summary>Mails taken, in order, with their Message-IDs.</summary>
    public IReadOnlyCollection<SmtpDelivery> Deliveries => _record.Deliveries;

    /// <summary>The self-signed certificate of STARTTLS and of TLS on connect, for <c>localhost</c>.</summary>
    public X509Certificate2 Certificate => SmtpServerCertificate.Instance;

    /// <summary>Starts a server.</summary>
    /// <param name="port">0 for a free one; a number to come back on the same port.</param>
    /// <param name="keepContent">Keeps the bytes of each mail in <see cref="SmtpDelivery.Content"/>.</param>
    /// <param name="tlsOnConnect">Starts each connection with a TLS handshake, as on port 465.</param>
    public static ScriptedSmtpServer Start(SmtpScript? script = null, int port = 0, bool keepContent = false, bool tlsOnConnect = false)
        => new(script ?? SmtpScript.AcceptAll, port, keepContent, tlsOnConnect);

    /// <summary>Mails taken for each envelope recipient.</summary>
    public IReadOnlyDictionary<string, int> AcceptedByRecipient() => _record.AcceptedByRecipient();

    /// <summary>How often a step was reached.</summary>
    public int Steps(SmtpStep step) => _record.Steps(step);

    /// <summary>Completes when a step was reached so many times.</summary>
    public Task WhenAsync(SmtpStep step, int times = 1) => _record.WhenAsync(() => _record.Steps(step) >= times);

    /// <summary>Completes when so many mails were taken.</summary>
    public Task WhenAcceptedAsync(int count) => _record.WhenAsync(() => _record.Total >= count);

    /// <summary>Closes all connections and returns when they are closed, as a server does with idle clients.</summary>
    /// <param name="farewell">A line to send first, such as <c>421 4.4.2 timeout</c>.</param>
    public async Task DropSessionsAsync(string? farewell = null)
    {
        foreach (var session in _sessions.Values)
        {
            await session.CloseAsync(farewell);
        }
    }

    /// <summary>Stops listening, so that connections are refused. Those that are open go on as the script says.</summary>
    public async Task RefuseAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await RefuseAsync();
        await DropSessionsAsync();
        await Task.WhenAll(_sessions.Values.Select(session => session.Completion));
        _stopping.Dispose();
    }

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

            socket.NoDelay = true;
            var number = Interlocked.Increment(ref _sessionCount);
            var session = new SmtpServerSession(this, _record, socket, number, _keepContent);
            _sessions[number] = session;
            session.Completion = RunAsync(session, number);
        }
    }

    private async Task RunAsync(SmtpServerSession session, int number)
    {
        await Task.Yield();
        await session.RunAsync(_tlsOnConnect, _stopping.Token);
        _sessions.TryRemove(number, out _);
    }
}
