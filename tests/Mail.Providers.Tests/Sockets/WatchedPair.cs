using System.Net;
using System.Net.Sockets;
using EmailCampaign.Mail.Providers.Sockets;

namespace EmailCampaign.Mail.Providers.Tests.Sockets;

/// <summary>A watched connection and its other end.</summary>
internal sealed class WatchedPair(Socket far, Stream near) : IAsyncDisposable
{
    public Socket Far => far;

    public Stream Near => near;

    public static async Task<WatchedPair> OpenAsync()
    {
        Assert.SkipUnless(SocketLoop.IsSupported, "This system has no loops of ours.");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);
        var connection = await TcpConnection.OpenAsync(
            "127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port, TestContext.Current.CancellationToken);
        Assert.IsType<WatchedStream>(connection.Stream);
        return new WatchedPair(await accepting, connection.Stream);
    }

    public async ValueTask DisposeAsync()
    {
        await near.DisposeAsync();
        far.Dispose();

        // What runs the tests may block.
        await SocketLoop.LeaveAsync();
    }
}
