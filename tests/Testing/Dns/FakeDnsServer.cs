using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace EmailCampaign.Testing.Dns;

/// <summary>
/// A DNS server on a loopback port that knows what a test gave it: over UDP, and over TCP for answers of more than 512 octets. A
/// name that it does not know does not exist (NXDOMAIN).
/// </summary>
public sealed class FakeDnsServer : IAsyncDisposable
{
    private const int LargestPacket = 512;

    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stopping = new();
    private readonly FakeZone _zone;
    private readonly Task _serving;
    private int _udpQuestions;
    private int _tcpQuestions;

    private FakeDnsServer(FakeZone zone)
    {
        _zone = zone;

        // The same port for both: whoever got it for TCP may find it taken for UDP.
        for (var attempt = 0; ; attempt++)
        {
            _tcp = new TcpListener(IPAddress.Loopback, 0);
            _tcp.Start();
            try
            {
                _udp = new UdpClient((IPEndPoint)_tcp.LocalEndpoint);
                break;
            }
            catch (SocketException) when (attempt < 20)
            {
                _tcp.Dispose();
            }
        }

        EndPoint = (IPEndPoint)_tcp.LocalEndpoint;
        _serving = Task.WhenAll(ServeUdpAsync(), ServeTcpAsync());
    }

    public IPEndPoint EndPoint { get; }

    public int UdpQuestions => Volatile.Read(ref _udpQuestions);

    public int TcpQuestions => Volatile.Read(ref _tcpQuestions);

    public static FakeDnsServer Start(FakeZone zone) => new(zone);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        try
        {
            while (true)
            {
                var packet = await _udp.ReceiveAsync(_stopping.Token);
                Interlocked.Increment(ref _udpQuestions);
                if (DnsMessage.Answer(packet.Buffer, _zone) is { } answer)
                {
                    await _udp.SendAsync(answer.Length > LargestPacket ? DnsMessage.Truncated(packet.Buffer) : answer, packet.RemoteEndPoint, _stopping.Token);
                }
            }
        }
        catch (Exception exception) when (_stopping.IsCancellationRequested || exception is SocketException)
        {
            // The test is over.
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _tcpQuestions);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _stopping.Token);
                var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(question, _stopping.Token);
                if (DnsMessage.Answer(question, _zone) is { } answer)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)answer.Length);
                    await stream.WriteAsync((byte[])[.. length, .. answer], _stopping.Token);
                }
            }
        }
        catch (Exception exception) when (_stopping.IsCancellationRequested || exception is SocketException or IOException)
        {
            // The test is over.
        }
    }
}
