using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Testing.Http;

/// <summary>One connection of the scripted server: reads requests, asks the script, does what it says.</summary>
internal sealed class HttpServerConnection(ScriptedHttpServer server, Socket socket, int number)
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(2);

    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private readonly List<byte> _input = [];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        try
        {
            if (server.IsTls)
            {
                var tls = new SslStream(_stream);
                _stream = tls;
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = SmtpServerCertificate.Instance }, cancellationToken);
            }

            while (await HandleAsync(cancellationToken))
            {
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or AuthenticationException or ObjectDisposedException or OperationCanceledException)
        {
            // The client or the server has gone.
        }
        finally
        {
            await _stream.DisposeAsync();
        }
    }

    /// <returns>False when the connection is over.</returns>
    private async Task<bool> HandleAsync(CancellationToken cancellationToken)
    {
        if (await HeadAsync(cancellationToken) is not { } head)
        {
            return false;
        }

        server.Record(head);
        var script = server.Script;
        if (script.OnHead?.Invoke(head) is { } early)
        {
            return await ActAsync(early, cancellationToken);
        }

        var length = int.Parse(head.Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (_input.Count < length)
        {
            if (!await FillAsync(cancellationToken))
            {
                return false;
            }
        }

        var request = head with { Content = Take(length) };
        server.Record(request);
        return await ActAsync(script.OnRequest(request), cancellationToken);
    }

    private async Task<HttpSeen?> HeadAsync(CancellationToken cancellationToken)
    {
        int end;
        while ((end = EndOfHead()) < 0)
        {
            if (!await FillAsync(cancellationToken) || !char.IsAsciiLetterUpper((char)_input[0]))
            {
                return null; // it has gone, or speaks something else: TLS, for one
            }
        }

        var lines = Encoding.Latin1.GetString(Take(end + 4)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        if (lines[0].Split(' ') is not [var method, var target, "HTTP/1.1"])
        {
            return null;
        }

        var headers = lines[1..].Select(static line => line.Split(':', 2)).Select(static pair => (pair[0], pair[1].Trim()));
        return new HttpSeen(server.NextNumber(), number, method, target, [.. headers], ReadOnlyMemory<byte>.Empty);
    }

    private async Task<bool> ActAsync(HttpAction action, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case HttpAction.Reply reply:
                await SendAsync(Bytes(reply), cancellationToken);
                return true;
            case HttpAction.Hold hold:
                await hold.Until.WaitAsync(cancellationToken);
                return await ActAsync(hold.Then, cancellationToken);
            case HttpAction.Trickle trickle:
                foreach (var octet in Bytes(trickle.Answer)[..^1])
                {
                    await SendAsync(new[] { octet }, cancellationToken);
                    await Task.Delay(Drip, cancellationToken);
                }

                await GoneAsync(cancellationToken);
                return false;
            case HttpAction.Raw raw:
                await SendAsync(Encoding.Latin1.GetBytes(raw.Bytes), cancellationToken);
                return false;
            case HttpAction.Reset:
                socket.LingerState = new LingerOption(enable: true, 0);
                socket.Close();
                return false;
            default:
                return false;
        }
    }

    private static byte[] Bytes(HttpAction.Reply reply)
    {
        var body = Encoding.UTF8.GetBytes(reply.Body);
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Scripted\r\n");
        foreach (var (name, value) in reply.Headers ?? [])
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        head.Append("Content-Length: ").Append(body.Length).Append("\r\n\r\n");
        return [.. Encoding.Latin1.GetBytes(head.ToString()), .. body];
    }

    private async Task SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(octets, cancellationToken);
        server.Sent(octets.Length);
    }

    private async Task GoneAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
        }
    }

    private int EndOfHead() => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_input).IndexOf("\r\n\r\n"u8);

    private byte[] Take(int count)
    {
        var taken = _input.GetRange(0, count).ToArray();
        _input.RemoveRange(0, count);
        return taken;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var read = await _stream.ReadAsync(buffer, cancellationToken);
        _input.AddRange(buffer.AsSpan(0, read));
        return read > 0;
    }
}
