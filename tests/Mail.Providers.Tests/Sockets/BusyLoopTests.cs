using System.Net;
using System.Net.Sockets;
using EmailCampaign.Mail.Providers.Sockets;

namespace EmailCampaign.Mail.Providers.Tests.Sockets;

/// <summary>What happens while all loops are busy. Alone: nothing else that waits for a socket gets on meanwhile.</summary>
[Collection(nameof(BusyLoopTests))]
[CollectionDefinition(nameof(BusyLoopTests), DisableParallelization = true)]
public sealed class BusyLoopTests
{
    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_ServerSpeaksBeforeTheConnectionIsNoticed_IsRead()
    {
        // A connection that takes a while: the queue is full, and the kernel asks again after a second. Until both it and the greeting are
        // there the loops are kept from noticing.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var connections = new List<Task<TcpConnection>>();
        do
        {
            connections.Add(TcpConnection.OpenAsync("127.0.0.1", port, Patience));
        }
        while (await Task.WhenAny(connections[^1], Task.Delay(100, Patience)) == connections[^1] && connections.Count < 100);
        Assert.SkipUnless(connections.Count < 100, "This system's queues know no end.");

        var released = new ManualResetEventSlim();
        var holders = await HoldAllAsync(released);
        var far = new List<Socket>();
        while (far.Count < connections.Count)
        {
            var accepted = await listener.AcceptAsync(Patience);
            accepted.Send("220 here\r\n"u8);
            far.Add(accepted);
        }

        released.Set();
        foreach (var opening in connections)
        {
            var connection = await opening;
            Assert.Equal(10, await connection.Stream.ReadAsync(new byte[100], Patience).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Patience));
            await connection.Stream.DisposeAsync();
        }

        far.ForEach(static socket => socket.Dispose());
        foreach (var holder in holders)
        {
            await holder.DisposeAsync();
        }

        await SocketLoop.LeaveAsync();
    }

    /// <summary>Keeps all loops busy until the event is set.</summary>
    private static async Task<IReadOnlyCollection<WatchedPair>> HoldAllAsync(ManualResetEventSlim released)
    {
        var pairs = new List<WatchedPair>();
        var loops = new Dictionary<int, WatchedPair>();
        while (loops.Count < Environment.ProcessorCount)
        {
            var pair = await WatchedPair.OpenAsync();
            pairs.Add(pair);
            if (await OnLoopAsync(pair, static () => { }) is { } loop)
            {
                loops[loop] = pair;
            }
        }

        foreach (var pair in loops.Values)
        {
            int? held = null;
            while (held is null)
            {
                held = await OnLoopAsync(pair, () => released.Wait(Patience));
            }
        }

        return pairs;
    }

    /// <summary>Reads an octet, and does something where that goes on.</summary>
    /// <returns>The loop's thread, before the work is done; null when the octet was there at once, and nothing is done.</returns>
    private static async Task<int?> OnLoopAsync(WatchedPair pair, Action work)
    {
        var thread = new TaskCompletionSource<int?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = Task.Run(
            async () =>
            {
                var reading = pair.Near.ReadAsync(new byte[1], Patience);
                _ = Task.Run(() => pair.Far.Send("x"u8), Patience);
                await reading;
                if (Thread.CurrentThread.IsThreadPoolThread)
                {
                    thread.SetResult(null);
                    return;
                }

                thread.SetResult(Environment.CurrentManagedThreadId);
                work();
            },
            Patience);
        return await thread.Task.WaitAsync(TimeSpan.FromSeconds(20), Patience);
    }
}
