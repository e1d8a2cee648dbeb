using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace EmailCampaign.Testing.Smtp;

/// <summary>One connection of the scripted server: reads commands, asks the script, answers.</summary>
internal sealed class SmtpServerSession(ScriptedSmtpServer server, SmtpRecord record, Socket socket, int number, bool keepContent)
{
    private static readonly SearchValues<byte> LineEnd = SearchValues.Create("\n"u8);
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(5);

    private readonly ArrayBufferWriter<byte> _output = new(512);
    private readonly SemaphoreSlim _writing = new(1);
    private Stream _stream = new NetworkStream(socket, ownsSocket: true);
    private byte[] _input = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _start;
    private int _end;
    private int _message;
    private string _sender = "";
    private string _parameters = "";
    private string _recipient = "";
    private string? _login;
    private char _answer;
    private bool _hasSender;
    private bool _hasRecipient;

    /// <summary>Set by the server when the session starts.</summary>
    public Task Completion { get; set; } = Task.CompletedTask;

    public async Task RunAsync(bool tlsOnConnect, CancellationToken cancellationToken)
    {
        try
        {
            if (tlsOnConnect)
            {
                await SecureAsync(cancellationToken);
            }

            if (await ActAsync(SmtpStep.Greeting, "220 localhost ESMTP scripted", cancellationToken))
            {
                while (await ReadLineAsync(cancellationToken) is { } line && await HandleAsync(line, cancellationToken))
                {
                }
            }

            await FlushAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or OperationCanceledException
                                              or AuthenticationException or InvalidOperationException)
        {
            // The client went away, refused the certificate, or the server stops.
        }
        finally
        {
            await _stream.DisposeAsync();
            ArrayPool<byte>.Shared.Return(_input);
        }
    }

    /// <summary>Ends the session from outside. Meant for sessions that are idle between two mails.</summary>
    public async Task CloseAsync(string? farewell)
    {
        try
        {
            if (farewell is not null)
            {
                await WriteAsync(Encoding.UTF8.GetBytes(farewell + "\r\n"), CancellationToken.None);
            }

            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Already closed.
        }
    }

    /// <returns>False when the session is over.</returns>
    private async ValueTask<bool> HandleAsync(string line, CancellationToken cancellationToken)
    {
        var verb = line.AsSpan(0, Math.Min(4, line.Length));
        if (verb.Equals("MAIL", StringComparison.OrdinalIgnoreCase))
        {
            _message++;
            _sender = Path(line);
            _parameters = line[(line.LastIndexOf('>') + 1)..].Trim();
            _recipient = "";
            var needsLogin = server.Script.Account is not null && _login is null;
            var goesOn = await ActAsync(SmtpStep.Mail, needsLogin ? "530 5.7.0 Authentication required" : "250 2.1.0 Ok", cancellationToken);
            (_hasSender, _hasRecipient) = (_answer == '2', false);
            return goesOn;
        }

        if (verb.Equals("RCPT", StringComparison.OrdinalIgnoreCase))
        {
            _recipient = Path(line);
            if (!_hasSender)
            {
                return Answer("503 5.5.1 Need MAIL before RCPT");
            }

            var goesOn = await ActAsync(SmtpStep.Rcpt, "250 2.1.5 Ok", cancellationToken);
            _hasRecipient = _answer == '2';
            return goesOn;
        }

        if (verb.Equals("DATA", StringComparison.OrdinalIgnoreCase))
        {
            if (!_hasRecipient && !server.Script.TakesDataWithoutRecipient)
            {
                return Answer("554 5.5.1 No valid recipients");
            }

            if (!await ActAsync(SmtpStep.Data, "354 End data with <CR><LF>.<CR><LF>", cancellationToken))
            {
                return false;
            }

            return _answer != '3' || await ReceiveAsync(cancellationToken);
        }

        return verb switch
        {
            _ when verb.Equals("EHLO", StringComparison.OrdinalIgnoreCase) => await ActAsync(SmtpStep.Ehlo, Greeting(), cancellationToken),
            _ when verb.Equals("HELO", StringComparison.OrdinalIgnoreCase) => await ActAsync(SmtpStep.Ehlo, "250 localhost", cancellationToken),
            _ when verb.Equals("RSET", StringComparison.OrdinalIgnoreCase) => await ActAsync(SmtpStep.Rset, "250 2.0.0 Ok", cancellationToken),
            _ when verb.Equals("NOOP", StringComparison.OrdinalIgnoreCase) => await ActAsync(SmtpStep.Noop, "250 2.0.0 Ok", cancellationToken),
            _ when verb.Equals("AUTH", StringComparison.OrdinalIgnoreCase) => await AuthenticateAsync(line, cancellationToken),
            _ when verb.Equals("STAR", StringComparison.OrdinalIgnoreCase) => await StartTlsAsync(cancellationToken),
            _ when verb.Equals("QUIT", StringComparison.OrdinalIgnoreCase) => await ActAsync(SmtpStep.Quit, "221 2.0.0 Bye", cancellationToken) && false,
            _ => Answer("500 5.5.2 Unknown command"),
        };
    }

    private string Greeting()
    {
        var script = server.Script;
        var text = new StringBuilder("250-localhost\r\n");
        _ = script.Pipelining ? text.Append("250-PIPELINING\r\n") : text;
        _ = script.EightBitMime ? text.Append("250-8BITMIME\r\n") : text;
        _ = script.SmtpUtf8 ? text.Append("250-SMTPUTF8\r\n") : text;
        _ = script.Size is { } size ? text.Append("250-SIZE ").Append(size).Append("\r\n") : text;
        _ = script.StartTls && _stream is not SslStream ? text.Append("250-STARTTLS\r\n") : text;
        _ = script.Auth.Length > 0 ? text.Append("250-AUTH ").Append(script.Auth).Append("\r\n") : text;
        return text.Append("250 ENHANCEDSTATUSCODES").ToString();
    }

    private async ValueTask<bool> StartTlsAsync(CancellationToken cancellationToken)
    {
        var before = _output.WrittenCount;
        if (!await ActAsync(SmtpStep.StartTls, "220 2.0.0 Ready to start TLS", cancellationToken))
        {
            return false;
        }

        if (_output.WrittenSpan[before] == (byte)'2')
        {
            await FlushAsync(cancellationToken);
            await SecureAsync(cancellationToken);
        }

        return true;
    }

    private async Task SecureAsync(CancellationToken cancellationToken)
    {
        var tls = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = tls;
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = SmtpServerCertificate.Instance }, cancellationToken);
    }

    private async ValueTask<bool> AuthenticateAsync(string line, CancellationToken cancellationToken)
    {
        var parts = line.Split(' ');
        if (!server.Script.Auth.Contains(parts[1], StringComparison.OrdinalIgnoreCase) || parts[1].ToUpperInvariant() is not ("PLAIN" or "LOGIN"))
        {
            return await ActAsync(SmtpStep.Auth, "504 5.5.4 Unrecognized authentication type", cancellationToken);
        }

        string user;
        string password;
        if (parts[1].Equals("PLAIN", StringComparison.OrdinalIgnoreCase))
        {
            var response = parts.Length > 2 ? parts[2] : await AskAsync("", cancellationToken);
            var fields = Decode(response).Split('\0');
            (user, password) = fields is [_, var name, var secret] ? (name, secret) : ("", "");
        }
        else
        {
            user = Decode(parts.Length > 2 ? parts[2] : await AskAsync("VXNlcm5hbWU6", cancellationToken));
            password = Decode(await AskAsync("UGFzc3dvcmQ6", cancellationToken));
        }

        var known = server.Script.Account is not { } account || account == (user, password);
        _login = known ? user : null;
        return await ActAsync(SmtpStep.Auth, known ? "235 2.7.0 Authentication successful" : "535 5.7.8 Authentication credentials invalid", cancellationToken);
    }

    private async ValueTask<string> AskAsync(string challenge, CancellationToken cancellationToken)
    {
        Answer("334 " + challenge);
        return await ReadLineAsync(cancellationToken) ?? "";
    }

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    /// <summary>Reads the content up to the final dot, and takes the mail if the script does not mind.</summary>
    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        if (_start == _end && !await FillAsync(cancellationToken))
        {
            return false;
        }

        if (!await ActAsync(SmtpStep.Body, yes: null, cancellationToken))
        {
            return false;
        }

        var searched = 0;
        int length;
        while (true)
        {
            var unread = _input.AsSpan(_start, _end - _start);
            if (unread.StartsWith(".\r\n"u8))
            {
                length = 0;
                break;
            }

            var dot = unread[searched..].IndexOf("\r\n.\r\n"u8);
            if (dot >= 0)
            {
                length = searched + dot + 2;
                break;
            }

            searched = Math.Max(0, unread.Length - 4);
            if (!await FillAsync(cancellationToken))
            {
                return false;
            }
        }

        var content = _input.AsMemory(_start, length);
        _start += length + 3;
        var delivery = new SmtpDelivery(
            _sender, _recipient, MessageIdOf(content.Span), number, _parameters, keepContent ? Unstuffed(content.Span) : ReadOnlyMemory<byte>.Empty);
        return await ActAsync(SmtpStep.Dot, "250 2.0.0 Ok: queued as " + number.ToString("X4") + _message.ToString("X6"), cancellationToken, delivery);
    }

    private static string MessageIdOf(ReadOnlySpan<byte> content)
    {
        while (content.IndexOf("\r\n"u8) is > 0 and var end)
        {
            var line = content[..end];
            if (line.Length > 11 && Ascii.EqualsIgnoreCase(line[..11], "message-id:"u8))
            {
                return Encoding.UTF8.GetString(line[11..].Trim(" <>\t"u8));
            }

            content = content[(end + 2)..];
        }

        return "";
    }

    private static byte[] Unstuffed(ReadOnlySpan<byte> content)
    {
        var plain = new byte[content.Length];
        var written = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var stuffed = content[i] == (byte)'.' && (i == 0 || content[i - 1] == (byte)'\n') && i + 1 < content.Length && content[i + 1] == (byte)'.';
            if (!stuffed)
            {
                plain[written++] = content[i];
            }
            else
            {
                plain[written++] = content[++i];
            }
        }

        return plain[..written];
    }

    /// <summary>Asks the script and does what it says; without its say answers <paramref name="yes"/>.</summary>
    /// <returns>False when the session is over.</returns>
    private async ValueTask<bool> ActAsync(SmtpStep step, string? yes, CancellationToken cancellationToken, SmtpDelivery? delivery = null)
    {
        var exchange = new SmtpExchange(step, number, _message, _sender, _recipient);
        var action = server.Script.Decide(exchange);
        _answer = ' ';
        record.Step(step);
        switch (action)
        {
            case SmtpAction.Hold hold:
                await FlushAsync(cancellationToken);
                await hold.Until.WaitAsync(cancellationToken);
                return Yes();
            case SmtpAction.Delay delay:
                await FlushAsync(cancellationToken);
                await Task.Delay(delay.Time, cancellationToken);
                return Yes();
            case SmtpAction.Reply reply:
                Take(reply.IsPositive);
                Answer(reply.Line);
                return !reply.Closes;
            case SmtpAction.ReplyAndClose reply:
                Take(reply.Line.StartsWith('2'));
                Answer(reply.Line);
                return false;
            case SmtpAction.Drop drop:
                Take(drop.TakesMail);
                if (!drop.LosesReplies)
                {
                    await FlushAsync(cancellationToken);
                }

                _output.ResetWrittenCount();
                if (drop.Reset)
                {
                    socket.LingerState = new LingerOption(enable: true, 0);
                    socket.Close();
                }

                return false;
            case SmtpAction.Trickle trickle:
                await FlushAsync(cancellationToken);
                foreach (var octet in Encoding.UTF8.GetBytes(trickle.Line))
                {
                    await WriteAsync(new[] { octet }, cancellationToken);
                    await Task.Delay(Drip, cancellationToken);
                }

                await GoneAsync(cancellationToken);
                return false;
            case SmtpAction.Stall stall:
                Take(stall.TakesMail);
                await FlushAsync(cancellationToken);
                await GoneAsync(cancellationToken);
                return false;
            default:
                return Yes();
        }

        bool Yes()
        {
            Take(mail: true);
            return yes is null || Answer(yes);
        }

        void Take(bool mail)
        {
            if (mail && delivery is not null)
            {
                record.Accept(delivery);
            }
        }
    }

    /// <summary>Reads on, without an answer, until the client has gone.</summary>
    private async Task GoneAsync(CancellationToken cancellationToken)
    {
        while (await FillAsync(cancellationToken))
        {
            _start = _end;
        }
    }

    private bool Answer(string line)
    {
        _answer = line[0];
        var written = Encoding.UTF8.GetBytes(line, _output.GetSpan(Encoding.UTF8.GetMaxByteCount(line.Length)));
        _output.Advance(written);
        _output.Write("\r\n"u8);
        return true;
    }

    private async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var unread = _input.AsSpan(_start, _end - _start);
            var end = unread.IndexOfAny(LineEnd);
            if (end >= 0)
            {
                _start += end + 1;
                return Encoding.UTF8.GetString(unread[..end].TrimEnd((byte)'\r'));
            }

            // Answers to pipelined commands go out together, when the client has no more to say.
            await FlushAsync(cancellationToken);
            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    // The client may have read an answer, and its test go on to close the session, before the write of it has returned.
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await _stream.WriteAsync(data, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_output.WrittenCount > 0)
        {
            await WriteAsync(_output.WrittenMemory, cancellationToken);
            _output.ResetWrittenCount();
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            _end -= _start;
            _start = 0;
        }

        if (_end == _input.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_input.Length * 2);
            _input.AsSpan(0, _end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_input);
            _input = larger;
        }

        var read = await _stream.ReadAsync(_input.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    private static string Path(string line)
    {
        var open = line.IndexOf('<', StringComparison.Ordinal);
        var close = line.LastIndexOf('>');
        return open >= 0 && close > open ? line[(open + 1)..close] : "";
    }
}
