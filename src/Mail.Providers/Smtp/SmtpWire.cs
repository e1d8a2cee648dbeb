using System.Text;

using MailKit;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>
/// Follows what goes over the wire of one session: how far it has come, and the time limit of what is under way. MailKit
/// reports to it as a protocol log (after each write) and as transfer progress (as content is handed to the connection).
/// </summary>
internal sealed class SmtpWire(SmtpOptions options) : IProtocolLogger, ITransferProgress
{
    private CancellationTokenSource? _limit;
    private long _size = long.MaxValue;

    /// <summary>How far the session, or the mail under way, has come.</summary>
    public SmtpStage Stage { get; private set; } = SmtpStage.Connect;

    /// <summary>The 421 with which the server ended the session before MAIL FROM.</summary>
    public SmtpReply? Farewell { get; private set; }

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>Gives the wire the token source to cancel when an answer stays out.</summary>
    public void Watch(CancellationTokenSource? limit) => _limit = limit;

    public void Enter(SmtpStage stage)
    {
        Stage = stage;
        _limit?.CancelAfter(options.CommandTimeout);
    }

    /// <summary>Called when a message is about to be sent and its size is known.</summary>
    public void BeginMessage(long size)
    {
        _size = size;
        Enter(SmtpStage.MailFrom);
    }

    /// <summary>Called when the server has said yes to the recipient.</summary>
    public void RecipientAccepted() => Stage = SmtpStage.Data;

    public void LogConnect(Uri uri) => Enter(SmtpStage.Greeting);

    public void LogClient(byte[] buffer, int offset, int count)
    {
        if (Stage == SmtpStage.Greeting)
        {
            Stage = SmtpStage.Ehlo;
        }

        _limit?.CancelAfter(Stage == SmtpStage.FinalDot ? options.FinalReplyTimeout : options.CommandTimeout);
    }

    // MailKit answers a refused EHLO with HELO, and reports only that the connection was gone by then.
    public void LogServer(byte[] buffer, int offset, int count)
    {
        var lines = buffer.AsSpan(offset, count);
        if (Stage < SmtpStage.MailFrom && lines.StartsWith("421"u8))
        {
            Farewell = new SmtpReply(421, Encoding.UTF8.GetString(lines[3..]));
        }
    }

    public void Report(long bytesTransferred) => Report(bytesTransferred, long.MaxValue);

    // The last byte of the content is in MailKit's hands; the dot follows in the same write. From here on nobody can say
    // whether the server has it all, unless it answers.
    public void Report(long bytesTransferred, long totalSize)
    {
        if (bytesTransferred >= _size)
        {
            Stage = SmtpStage.FinalDot;
        }
    }

    public void Dispose()
    {
    }
}
