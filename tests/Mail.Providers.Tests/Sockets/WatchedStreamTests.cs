using System.Net;
using System.Net.Sockets;
using EmailCampaign.Mail.Providers.Sockets;

namespace EmailCampaign.Mail.Providers.Tests.Sockets;

/// <summary>Connections whose waits are a loop's, where the system has such loops.</summary>
public sealed class WatchedStreamTests
{
    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ManyConnectionsAtOnce_EveryByteComesOnce()
    {
        var exchanges = Enumerable.Range(0, 40).Select(static async number =>
        {
            await using var pair = await WatchedPair.OpenAsync();
            var random = new Random(number);
            var sent = new byte[200_000];
            random.NextBytes(sent);
            var received = new byte[sent.Length];
            var reading = Task.Run(
                async () =>
                {
                    // Rooms of any size: filled to the brim, and not.
                    for (var place = 0; place < received.Length;)
                    {
                        var read = await pair.Near.ReadAsync(received.AsMemory(place, random.Next(1, Math.Min(9000, received.Length - place) + 1)), Patience);
                        Assert.NotEqual(0, read);
                        place += read;
                    }
                },
                Patience);
            for (var place = 0; place < sent.Length;)
            {
                var length = Math.Min(1 + (place % 7919), sent.Length - place);
                await pair.Far.SendAsync(sent.AsMemory(place, length), Patience);
                place += length;
            }

            await reading;
            Assert.Equal(sent, received);
            pair.Far.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, await pair.Near.ReadAsync(new byte[1], Patience));
        });

        await Task.WhenAll(exchanges);
    }

    [Fact]
    public async Task Read_LastBytesAndTheEndTogether_BothAreSeen()
    {
        for (var round = 0; round < 300; round++)
        {
            await using var pair = await WatchedPair.OpenAsync();
            var reading = round % 2 == 0 ? ReadAllAsync(pair.Near) : null;
            await pair.Far.SendAsync("250 Ok\r\n"u8.ToArray(), Patience);
            pair.Far.Shutdown(SocketShutdown.Send);

            Assert.Equal("250 Ok\r\n"u8.ToArray(), await (reading ?? ReadAllAsync(pair.Near)));
        }
    }

    [Fact]
    public async Task Write_MoreThanTheSocketTakes_WaitsForTheReader()
    {
        await using var pair = await WatchedPair.OpenAsync();
        var sent = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(sent);

        var writing = pair.Near.WriteAsync(sent, Patience);
        Assert.False(writing.IsCompleted);
        var received = new byte[sent.Length];
        for (var place = 0; place < received.Length;)
        {
            place += await pair.Far.ReceiveAsync(received.AsMemory(place), Patience);
        }

        await writing;
        Assert.Equal(sent, received);

        // The wait for room has not swallowed the news of an answer.
        await pair.Far.SendAsync("250 Ok\r\n"u8.ToArray(), Patience);
        Assert.Equal(8, await pair.Near.ReadAsync(new byte[100], Patience));
    }

    [Fact]
    public async Task Read_PatienceEnds_ThrowsAndLosesNothing()
    {
        await using var pair = await WatchedPair.OpenAsync();
        using var patience = new CancellationTokenSource();
        var reading = pair.Near.ReadAsync(new byte[100], patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Near.ReadAsync(new byte[100], patience.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pair.Near.WriteAsync(new byte[100], patience.Token).AsTask());

        await pair.Far.SendAsync("250 Ok\r\n"u8.ToArray(), Patience);
        Assert.Equal(8, await pair.Near.ReadAsync(new byte[100], Patience));
        Assert.Equal(0, pair.Far.Available);
    }

    [Fact]
    public async Task Read_PatienceEndsTogetherWithNews_AlwaysEnds()
    {
        await using var pair = await WatchedPair.OpenAsync();
        for (var round = 0; round < 2000; round++)
        {
            using var patience = new CancellationTokenSource();
            var reading = pair.Near.ReadAsync(new byte[100], patience.Token).AsTask();
            var sending = Task.Run(() => pair.Far.Send("x"u8), Patience);
            await patience.CancelAsync();
            try
            {
                Assert.Equal(1, await reading);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(1, await pair.Near.ReadAsync(new byte[100], Patience));
            }

            await sending;
        }
    }

    [Fact]
    public async Task Dispose_WhileSomebodyReads_EndsTheRead()
    {
        await using var pair = await WatchedPair.OpenAsync();
        var reading = pair.Near.ReadAsync(new byte[100], Patience).AsTask();
        await pair.Near.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => reading);
        Assert.Equal(0, await pair.Far.ReceiveAsync(new byte[1], Patience));
        await pair.Near.DisposeAsync();
    }

    [Fact]
    public async Task Read_FarSideResets_IsAFaultOfTheConnection()
    {
        await using var pair = await WatchedPair.OpenAsync();
        var reading = pair.Near.ReadAsync(new byte[100], Patience).AsTask();
        pair.Far.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Far.Close();

        var fault = await Assert.ThrowsAsync<IOException>(() => reading);
        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(fault.InnerException).SocketErrorCode);
        await Assert.ThrowsAsync<IOException>(() => pair.Near.WriteAsync(new byte[100], Patience).AsTask());
    }

    [Fact]
    public async Task Open_NobodyListens_Throws()
    {
        using var unused = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        unused.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)unused.LocalEndPoint!).Port;

        foreach (var host in new[] { "127.0.0.1", "localhost" })
        {
            var fault = await Assert.ThrowsAnyAsync<SocketException>(() => TcpConnection.OpenAsync(host, port, Patience));
            Assert.Equal(SocketError.ConnectionRefused, fault.SocketErrorCode);
        }
    }

    [Fact]
    public async Task Open_QueueIsFull_EndsWithPatience()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        var connections = new List<TcpConnection>();
        try
        {
            // Linux takes a connection more than it was told to, and answers no more after that.
            for (var more = 0; more < 100; more++)
            {
                connections.Add(await TcpConnection.OpenAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port, patience.Token));
            }

            Assert.Skip("This system's queues know no end.");
        }
        catch (OperationCanceledException)
        {
            Assert.NotEmpty(connections);
        }
        finally
        {
            connections.ForEach(static connection => connection.Stream.Dispose());
            await SocketLoop.LeaveAsync();
        }
    }

    [Fact]
    public async Task Leave_OnALoop_GoesOnInTheThreadPool()
    {
        await using var pair = await WatchedPair.OpenAsync();
        var onLoop = 0;
        for (var round = 0; round < 500; round++)
        {
            onLoop += await Task.Run(
                async () =>
                {
                    var reading = pair.Near.ReadAsync(new byte[100], Patience);
                    var sending = Task.Run(() => pair.Far.Send("x"u8), Patience);
                    await reading;
                    var before = Thread.CurrentThread.IsThreadPoolThread;
                    await SocketLoop.LeaveAsync();
                    Assert.True(Thread.CurrentThread.IsThreadPoolThread);
                    await SocketLoop.LeaveAsync();
                    Assert.True(Thread.CurrentThread.IsThreadPoolThread);
                    await sending;
                    return before ? 0 : 1;
                },
                Patience);
        }

        // An answer that is there before it is waited for needs no loop.
        Assert.NotEqual(0, onLoop);
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Patience);
        return all.ToArray();
    }
}
