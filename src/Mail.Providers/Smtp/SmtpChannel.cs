using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Text;
using EmailCampaign.Mail.Providers.Sockets;
using MailKit.Net.Smtp;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>
/// One connection as bytes: commands are queued and sent together, answers are read one by one, and each wait has its time limit. After a fault
/// it is of no more use.
/// </summary>
internal sealed class SmtpChannel : IDisposable
{
    private const int LongestText = 4096;
    private const int CodeLength = 3;

    private readonly Socket _socket;
    private readonly CancellationTokenSource _limit = new();
    private readonly ArrayBufferWriter<byte> _output = new(4096);
    private readonly byte[] _input = new byte[4096];
    private readonly byte[] _text = new byte[LongestText];
    private Stream _stream;
    private int _start;
    private int _end;
    private int _textLength;

    public SmtpChannel(TcpConnection connection)
    {
        _socket = connection.Socket;
        _stream = connection.Stream;
    }

    /// <summary>The version of TLS; null without TLS.</summary>
    public SslProtocols? Protocol => (_stream as SslStream)?.SslProtocol;

    /// <summary>What is written here goes out with the next flush.</summary>
    public IBufferWriter<byte> Output => _output;

    /// <summary>Text of the last answer without its codes, its lines divided by LF; cut at 4,096 octets.</summary>
    public string Text => Encoding.UTF8.GetString(_text, 0, _textLength);

    /// <summary>The text as it came.</summary>
    public ReadOnlySpan<byte> TextBytes => _text.AsSpan(0, _textLength);

    /// <summary>Gives the waits from here on a caller who may lose patience. To be disposed when he has his answer.</summary>
    public Patience Wait(CancellationToken cancellationToken) => new(this, cancellationToken);

    /// <summary>Whether something can be read without waiting, or the connection has ended.</summary>
    public bool IsReadable => _start < _end || _socket.Poll(0, SelectMode.SelectRead);

    /// <summary>Whether the other side has ended it, or has said what nobody asked for.</summary>
    public bool HasEnded => _start < _end || _socket.Available == 0;

    /// <summary>Whether somebody's patience or a time limit has ended: every wait would end at once.</summary>
    public bool IsOver => _limit.IsCancellationRequested;

    /// <summary>Queues a command; what it says must hold no CR and no LF.</summary>
    public void Queue(string command)
    {
        var space = _output.GetSpan(Encoding.UTF8.GetMaxByteCount(command.Length) + 2);
        var length = Encoding.UTF8.GetBytes(command, space);
        "\r\n"u8.CopyTo(space[length..]);
        _output.Advance(length + 2);
    }

    public void Queue(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    /// <summary>Sends what is queued.</summary>
    /// <param name="limit">Longest time until the connection has taken it.</param>
    public async ValueTask FlushAsync(TimeSpan limit)
    {
        // Nearly always the socket's buffer has room, and nothing is waited for.
        var sending = _stream.WriteAsync(_output.WrittenMemory, _limit.Token);
        if (!sending.IsCompleted)
        {
            _limit.CancelAfter(limit);
        }

        await sending.ConfigureAwait(false);
        _output.ResetWrittenCount();
    }

    /// <summary>Queues a command, sends all, and reads its answer.</summary>
    public async ValueTask<int> AskAsync(string command, TimeSpan limit)
    {
        Queue(command);
        await FlushAsync(limit).ConfigureAwait(false);
        return await ReadAsync(limit).ConfigureAwait(false);
    }

    /// <summary>Reads one answer, all its lines (RFC 5321, section 4.2.1).</summary>
    /// <param name="limit">Longest time until it is complete.</param>
    /// <returns>The code; <see cref="Text"/> has the rest.</returns>
    /// <exception cref="SmtpProtocolException">What came is no answer, or the connection has ended.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ReadAsync(TimeSpan limit)
    {
        _textLength = 0;
        var (code, isArmed) = (0, false);
        while (true)
        {
            while (_end - _start <= CodeLength)
            {
                isArmed = Arm(isArmed, limit);
                await FillAsync().ConfigureAwait(false);
            }

            var more = TakeHead(ref code);
            while (!TakeText())
            {
                isArmed = Arm(isArmed, limit);
                await FillAsync().ConfigureAwait(false);
            }

            if (!more)
            {
                return code;
            }

            Keep("\n"u8);
        }
    }

    /// <summary>Goes on under TLS.</summary>
    /// <param name="host">Name that the certificate must be for.</param>
    /// <param name="judge">Judges the certificate instead of the system; for tests.</param>
    /// <exception cref="SmtpTlsFailure">The certificate does not verify, or the other side speaks no TLS.</exception>
    public async Task SecureAsync(string host, RemoteCertificateValidationCallback? judge, TimeSpan limit)
    {
        if (_start < _end)
        {
            // Said before the handshake and believed behind it: somebody in between wants to be heard (CVE-2011-0411).
            throw new SmtpProtocolException("The server said more than its answer to STARTTLS.");
        }

        var certificate = new SmtpCertificate(judge);
        var (plain, tls) = (_stream as WatchedStream, new SslStream(_stream, leaveInnerStreamOpen: false));
        _stream = tls;
        _limit.CancelAfter(limit);
        try
        {
            await SocketLoop.LeaveAsync();
            plain?.LeavesLoop = true; // a certificate may send the system looking for another one
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = host,
                    RemoteCertificateValidationCallback = certificate.Validate,

                    // As HttpClient does: a certificate authority that is down must not stop the mail.
                    CertificateRevocationCheckMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
                    AllowRenegotiation = false,
                },
                _limit.Token).ConfigureAwait(false);
            plain?.LeavesLoop = false;
        }
        catch (Exception exception) when (exception is not (IOException or SocketException or OperationCanceledException or TimeoutException))
        {
            throw new SmtpTlsFailure(certificate.Problem ?? exception.Message, exception);
        }
    }

    /// <summary>Waits for the connection itself; like every other wait it ends when the caller's patience does.</summary>
    public static async Task<SmtpChannel> ConnectAsync(string host, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        return new SmtpChannel(await TcpConnection.OpenAsync(host, port, patience.Token).ConfigureAwait(false));
    }

    /// <summary>Whether the other side is this machine.</summary>
    public bool IsLocal => _socket.RemoteEndPoint is System.Net.IPEndPoint { Address: var address } && System.Net.IPAddress.IsLoopback(address);

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();

        // Not disposed: whoever waits still asks it. Without its timer it holds nothing.
        _limit.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    // One limit for the whole answer: a server that drips one byte after the other gains nothing by it.
    private bool Arm(bool isArmed, TimeSpan limit)
    {
        if (!isArmed)
        {
            _limit.CancelAfter(limit);
        }

        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask FillAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_end == _input.Length)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _stream.ReadAsync(_input.AsMemory(_end), _limit.Token).ConfigureAwait(false);
        if (read == 0)
        {
            throw new SmtpProtocolException("The server closed the connection.");
        }

        _end += read;
    }

    /// <returns>Whether another line follows.</returns>
    private bool TakeHead(ref int code)
    {
        var head = _input.AsSpan(_start, CodeLength + 1);
        var line = 0;
        foreach (var digit in head[..CodeLength])
        {
            line = digit is >= (byte)'0' and <= (byte)'9' && line >= 0 ? (line * 10) + digit - '0' : -1;
        }

        if (line < 100 || head[CodeLength] is not ((byte)'-' or (byte)' ' or (byte)'\r' or (byte)'\n'))
        {
            throw new SmtpProtocolException("What the server said is no answer of SMTP.");
        }

        if (code != 0 && code != line)
        {
            throw new SmtpProtocolException("The lines of the server's answer have different codes.");
        }

        code = line;
        _start += head[CodeLength] is (byte)'-' or (byte)' ' ? CodeLength + 1 : CodeLength;
        return head[CodeLength] == (byte)'-';
    }

    /// <returns>Whether the line has ended.</returns>
    private bool TakeText()
    {
        var unread = _input.AsSpan(_start, _end - _start);
        var end = unread.IndexOf((byte)'\n');
        Keep(end < 0 ? unread : unread[..end]);
        _start += end < 0 ? unread.Length : end + 1;
        if (end >= 0 && _textLength > 0 && _text[_textLength - 1] == (byte)'\r')
        {
            _textLength--;
        }

        return end >= 0;
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        text = text[..Math.Min(text.Length, LongestText - _textLength)];
        text.CopyTo(_text.AsSpan(_textLength));
        _textLength += text.Length;
    }

    /// <summary>A caller's patience with this connection; when it ends, so does the connection.</summary>
    public readonly struct Patience : IDisposable
    {
        private readonly SmtpChannel _channel;
        private readonly CancellationTokenRegistration _registration;

        public Patience(SmtpChannel channel, CancellationToken cancellationToken)
        {
            _channel = channel;
            _registration = cancellationToken.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), channel._limit);
        }

        public void Dispose()
        {
            _registration.Dispose();
            _channel._limit.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }
}
