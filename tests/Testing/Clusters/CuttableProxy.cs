using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EmailCampaign.Testing.Clusters;

/// <summary>A TCP way to a server that can be cut: packets of the old connections get lost, new connections get no answer.</summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly IPEndPoint _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<Task, bool> _ways = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flows = Completed();

    /// <param name="address">Where to listen.</param>
    /// <param name="serverPort">The server's loopback port.</param>
    /// <param name="port">On which port; on a free one when it is not said.</param>
    public CuttableProxy(string address, int serverPort, int port = 0)
    {
        _server = new IPEndPoint(IPAddress.Loopback, serverPort);
        _listener = new TcpListener(IPAddress.Parse(address), port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on nothing gets through, in either direction.</summary>
    public void Cut() => _flows = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was held back arrives, and all goes on.</summary>
    public void Mend() => _flows.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_ways.Keys);
        _stopping.Dispose();
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                Track(ConnectAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Track(Task way)
    {
        _ways[way] = true;
        _ = way.ContinueWith(done => _ways.TryRemove(done, out _), TaskScheduler.Default);
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using (client)
        using (var server = new TcpClient { NoDelay = true })
        {
            client.NoDelay = true;
            try
            {
                await _flows.Task.WaitAsync(ended.Token);
                await server.ConnectAsync(_server, ended.Token);
                await Task.WhenAny(CopyAsync(client, server, ended.Token), CopyAsync(server, client, ended.Token));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // Either side is gone: so is the other.
            }

            await ended.CancelAsync();
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, cancellationToken) is > 0 and var length)
            {
                await _flows.Task.WaitAsync(cancellationToken);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The connection has ended.
        }
    }
}
