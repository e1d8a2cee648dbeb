using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using EmailCampaign.Mail.Streams;

namespace EmailCampaign.Mail.Providers.Sockets;

/// <summary>
/// A TCP connection whose waits are a <see cref="SocketLoop"/>'s. Reads and writes are asynchronous only, because nobody may block here, and one at a time; faults are those of
/// <see cref="NetworkStream"/>.
/// </summary>
internal sealed class WatchedStream : ForwardStream
{
    private readonly Socket _socket;
    private readonly SocketWatch _watch;

    // Not at first: the wait for the connection may have taken the news of what the server said with it.
    private bool _isDrained;

    private WatchedStream(Socket socket)
    {
        _socket = socket;
        _watch = SocketLoop.Watch(socket);
    }

    /// <summary>
    /// Whether waits go on in the thread pool: for those who may block after them, as a TLS handshake may when it looks for a certificate.
    /// </summary>
    public bool LeavesLoop { get; set; }

    public override bool CanRead => true;

    public override bool CanWrite => true;

    /// <summary>Connects a socket, which becomes non-blocking.</summary>
    /// <exception cref="SocketException">It cannot be reached.</exception>
    public static async Task<WatchedStream> ConnectAsync(Socket socket, EndPoint place, CancellationToken cancellationToken)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(place);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // As a connection does that is not waited for.
        }

        var stream = new WatchedStream(socket);
        try
        {
            while (!socket.Poll(0, SelectMode.SelectWrite))
            {
                await stream.WaitAsync(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
            }

            var error = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
            return error == SocketError.Success ? stream : throw new SocketException((int)error);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_isDrained && !_watch.HasEnded)
            {
                await WaitAsync(cancellationToken).ConfigureAwait(false);
                _isDrained = false;
                continue;
            }

            var read = _socket.Receive(buffer.Span, SocketFlags.None, out var error);
            switch (error)
            {
                case SocketError.Success:
                    // Less than there was room for is all there was (epoll(7), question 9); the end of it is other news.
                    _isDrained = read < buffer.Length;
                    return read;
                case SocketError.WouldBlock when _watch.HasEnded:
                    await WaitAsync(cancellationToken).ConfigureAwait(false); // broken, and yet no fault: until patience ends
                    break;
                case SocketError.WouldBlock:
                    _isDrained = true; // the news were of something else
                    break;
                default:
                    throw Fault(error);
            }
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        var sent = _socket.Send(buffer.Span, SocketFlags.None, out var error);
        return error == SocketError.Success && sent == buffer.Length ? ValueTask.CompletedTask
            : error is SocketError.Success or SocketError.WouldBlock ? WriteRestAsync(buffer[sent..], cancellationToken)
            : ValueTask.FromException(Fault(error));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _watch.Dispose();
            _socket.Dispose();
            _watch.Signal(hasEnded: true); // whoever waits finds the socket closed
        }

        base.Dispose(disposing);
    }

    private static IOException Fault(SocketError error)
    {
        var fault = new SocketException((int)error);
        return new IOException(fault.Message, fault);
    }

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        // The news waited for here may be what a read waits for later.
        _isDrained = false;
        while (!rest.IsEmpty)
        {
            await WaitAsync(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            var sent = _socket.Send(rest.Span, SocketFlags.None, out var error);
            rest = error is SocketError.Success or SocketError.WouldBlock ? rest[sent..] : throw Fault(error);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        // Whoever ends our patience must not do our work.
        var registration = cancellationToken.UnsafeRegister(
            static watch => ThreadPool.UnsafeQueueUserWorkItem(static watch => watch.Signal(), (SocketWatch)watch!, preferLocal: false), _watch);
        try
        {
            await _watch.WaitAsync().ConfigureAwait(false);
        }
        finally
        {
            // Not waited for: it does no more than signal.
            registration.Unregister();
        }

        if (LeavesLoop)
        {
            await SocketLoop.LeaveAsync();
        }
    }
}
