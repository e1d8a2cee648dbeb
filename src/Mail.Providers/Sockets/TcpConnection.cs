using System.Net;
using System.Net.Sockets;

namespace EmailCampaign.Mail.Providers.Sockets;

/// <summary>An open TCP connection; the stream owns the socket.</summary>
internal sealed record TcpConnection(Socket Socket, Stream Stream)
{
    /// <summary>Connects to the first address of the host that answers.</summary>
    /// <exception cref="SocketException">None does, or the host has none.</exception>
    /// <exception cref="OperationCanceledException">Patience ended.</exception>
    public static Task<TcpConnection> OpenAsync(string host, int port, CancellationToken cancellationToken)
        => SocketLoop.IsSupported ? OpenWatchedAsync(host, port, cancellationToken) : OpenPlainAsync(host, port, cancellationToken);

    /// <summary>With waits of the runtime's.</summary>
    internal static async Task<TcpConnection> OpenPlainAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new TcpConnection(socket, new NetworkStream(socket, ownsSocket: true));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<TcpConnection> OpenWatchedAsync(string host, int port, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(host, out var literal)
            ? [literal.IsIPv4MappedToIPv6 ? literal.MapToIPv4() : literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        Exception failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                return new TcpConnection(socket, await WatchedStream.ConnectAsync(socket, new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false));
            }
            catch (SocketException exception)
            {
                socket?.Dispose();
                failure = exception;
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }

        throw failure;
    }
}
