using System.Net;
using System.Net.Sockets;
using System.Text;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Providers.Sockets;
using FsCheck.Xunit;
using MailKit.Net.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

/// <summary>Replies as they come over a socket, in pieces of any size.</summary>
public abstract class SmtpChannelTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("250 Ok\r\n", 250, "Ok")]
    [InlineData("250\r\n", 250, "")]
    [InlineData("250 \r\n", 250, "")]
    [InlineData("250 Ok\n", 250, "Ok")]
    [InlineData("250-one\r\n250-\r\n250 three\r\n", 250, "one\n\nthree")]
    [InlineData("550-5.1.1 no\r\n550 5.1.1 such user\r\n", 550, "5.1.1 no\n5.1.1 such user")]
    [InlineData("250-last line without text\r\n250\r\n", 250, "last line without text\n")]
    public async Task Read_Reply_IsItsCodeAndText(string reply, int code, string text)
    {
        for (var size = 1; size <= reply.Length; size += Math.Max(1, reply.Length / 4))
        {
            await using var far = await StartAsync();
            var sending = far.SendAsync(reply, size);

            Assert.Equal((code, text), (await far.Channel.ReadAsync(Limit), far.Channel.Text));
            await sending;
        }
    }

    [Theory]
    [InlineData("2x0 what\r\n")]
    [InlineData("SSH-2.0-OpenSSH\r\n")]
    [InlineData("099 too low\r\n")]
    [InlineData("250_Ok\r\n")]
    [InlineData("250-one\r\n251 two\r\n")]
    [InlineData("\r\n\r\n\r\n")]
    [InlineData("250-and there is more\r\n")]
    [InlineData("250 cut")]
    [InlineData("25")]
    [InlineData("")]
    public async Task Read_NoReply_Throws(string reply)
    {
        await using var far = await StartAsync();
        await far.SendAsync(reply, 1024);
        far.Close();

        await Assert.ThrowsAsync<SmtpProtocolException>(() => far.Channel.ReadAsync(Limit).AsTask());
    }

    [Fact]
    public async Task Read_RepliesThatCameTogether_AreReadOneByOne()
    {
        await using var far = await StartAsync();
        await far.SendAsync("250 2.1.0 Ok\r\n550-5.1.1 no\r\n550 5.1.1 user\r\n354 Go on\r\n", 1024);

        Assert.Equal((250, "2.1.0 Ok"), (await far.Channel.ReadAsync(Limit), far.Channel.Text));
        Assert.Equal((550, "5.1.1 no\n5.1.1 user"), (await far.Channel.ReadAsync(Limit), far.Channel.Text));
        Assert.Equal((354, "Go on"), (await far.Channel.ReadAsync(Limit), far.Channel.Text));
        Assert.False(far.Channel.IsReadable);
    }

    [Fact]
    public async Task Read_EndlessLines_AreReadToTheirEndAndCut()
    {
        await using var far = await StartAsync();
        var sending = far.SendAsync($"250-{new string('x', 300_000)}\r\n250 {new string('y', 300_000)}\r\n250 next\r\n", 100_000);

        Assert.Equal(250, await far.Channel.ReadAsync(Limit));
        Assert.Equal(new string('x', 4096), far.Channel.Text);
        Assert.Equal((250, "next"), (await far.Channel.ReadAsync(Limit), far.Channel.Text));
        await sending;
    }

    [Fact]
    public async Task Read_RepliesThatFillTheBufferToTheBrim_AreReadWhole()
    {
        // Cuts fall at every place of a reply, the code included.
        for (var length = 4050; length < 4110; length++)
        {
            await using var far = await StartAsync();
            var sending = far.SendAsync($"250 {new string('x', length)}\r\n354 Go on\r\n", 8192);

            Assert.Equal(250, await far.Channel.ReadAsync(Limit));
            Assert.Equal((354, "Go on"), (await far.Channel.ReadAsync(Limit), far.Channel.Text));
            await sending;
        }
    }

    [Property(MaxTest = 150)]
    public async Task Read_AnyOctets_AreARepliesEndOrAFault(byte[] choices, byte size)
    {
        // Octets that look like replies more often than not.
        var text = string.Concat(choices.Select(static choice => new[] { "250", "-", " ", "\r\n", "4", "x", "\n", "550 no\r\n" }[choice % 8]));
        await using var far = await StartAsync();
        var sending = far.SendAsync(text, Math.Max(1, (int)size));
        await sending;
        far.Close();
        try
        {
            while (true)
            {
                Assert.InRange(await far.Channel.ReadAsync(Limit), 100, 999);
            }
        }
        catch (SmtpProtocolException)
        {
            // The end of what was sent, or of what could be understood.
        }
    }

    private protected abstract Task<TcpConnection> OpenAsync(string host, int port, CancellationToken cancellationToken);

    private async Task<FarEnd> StartAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var accepting = listener.AcceptAsync(TestContext.Current.CancellationToken);
        var channel = new SmtpChannel(await OpenAsync("127.0.0.1", ((IPEndPoint)listener.LocalEndPoint!).Port, TestContext.Current.CancellationToken));
        return new FarEnd(await accepting, channel);
    }

    /// <summary>The other end of a channel.</summary>
    private sealed class FarEnd(Socket socket, SmtpChannel channel) : IAsyncDisposable
    {
        public SmtpChannel Channel => channel;

        public async Task SendAsync(string text, int size)
        {
            socket.NoDelay = true;
            foreach (var piece in Encoding.Latin1.GetBytes(text).Chunk(size))
            {
                await socket.SendAsync(piece, TestContext.Current.CancellationToken);
            }
        }

        public void Close() => socket.Shutdown(SocketShutdown.Send);

        public async ValueTask DisposeAsync()
        {
            channel.Dispose();
            socket.Dispose();
            await SocketLoop.LeaveAsync();
        }
    }
}
