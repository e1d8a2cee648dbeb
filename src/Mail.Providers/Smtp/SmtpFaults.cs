using System.Net.Sockets;
using System.Text;
using EmailCampaign.Mail.Sending;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>What an exception of a session means: by the stage it happened at, never by its text.</summary>
internal static class SmtpFaults
{
    /// <summary>An exception while the session was being opened: nothing was handed over.</summary>
    public static SendOutcome WhileConnecting(Exception exception, SmtpStage stage, SmtpEndpoint endpoint) => exception switch
    {
        SmtpRefusal { Stage: SmtpStage.Auth } refusal => SmtpReplyRules.Classify(SmtpStage.Auth, Redacted(refusal.Reply, endpoint)),
        SmtpRefusal refusal => SmtpReplyRules.Classify(refusal.Stage, refusal.Reply),
        SmtpCommandException command => SmtpReplyRules.Classify(stage, Reply(command)),
        AuthenticationException { InnerException: SmtpCommandException command }
            => SmtpReplyRules.Classify(SmtpStage.Auth, Redacted(Reply(command), endpoint)),
        AuthenticationException => new SendOutcome.Refused(RefuseReason.Authentication, "The server refused the authentication."),

        // A certificate, or no TLS at all where TLS was expected; a connection lost in the handshake is only a lost connection.
        SmtpTlsFailure failure
            => new SendOutcome.Refused(RefuseReason.Configuration, TlsFailed(endpoint, SmtpReply.OneLine(failure.Message, 300))),
        SslHandshakeException { InnerException: not (IOException or SocketException or OperationCanceledException or TimeoutException) } handshake
            => new SendOutcome.Refused(RefuseReason.Configuration, TlsFailed(endpoint, Reason(handshake))),
        NotSupportedException when stage == SmtpStage.Auth
            => new SendOutcome.Refused(RefuseReason.Configuration, $"The server offers no authentication that {endpoint.Setting(nameof(endpoint.Username))} could use."),
        NotSupportedException
            => new SendOutcome.Refused(RefuseReason.Configuration, $"{endpoint.Setting(nameof(endpoint.Security))} is starttls, and the server does not offer it."),
        OperationCanceledException => new SendOutcome.Unreachable($"{endpoint.Place}: no answer within the time limit ({stage})."),
        SslHandshakeException { InnerException: { } lost } => new SendOutcome.Unreachable($"{endpoint.Place}: {Sentence(lost)}"),
        _ => new SendOutcome.Unreachable($"{endpoint.Place}: {Sentence(exception)}"),
    };

    /// <summary>An exception while a message was being sent.</summary>
    public static SendOutcome WhileSending(Exception exception, SmtpStage stage) => exception switch
    {
        SmtpCommandException command => SmtpReplyRules.Classify(StageOf(command, stage), Reply(command)),
        ServiceNotAuthenticatedException refusal => SmtpReplyRules.Classify(stage, new SmtpReply(530, refusal.Message)),
        MessageSizeException tooLarge => new SendOutcome.Rejected(RejectReason.MessageTooLarge, tooLarge.Message),
        _ when stage == SmtpStage.FinalDot => new SendOutcome.Unknown("No answer to the message: " + Lost(exception)),
        _ when stage >= SmtpStage.MailFrom => new SendOutcome.Deferred(DeferReason.Fault, null, $"The connection was lost ({stage}): {Lost(exception)}"),
        IOException or SocketException or ServiceNotConnectedException or ProtocolException or OperationCanceledException
            => new SendOutcome.Unreachable("The session ended before MAIL FROM: " + Lost(exception)),

        // MailKit could not encode this message; the next one may be fine.
        _ => new SendOutcome.Rejected(RejectReason.NotRendered, Sentence(exception)),
    };

    private static string TlsFailed(SmtpEndpoint endpoint, string reason) => $"TLS failed ({endpoint.Setting(nameof(endpoint.Host))}, Port, Security): {reason}";

    private static SmtpStage StageOf(SmtpCommandException exception, SmtpStage stage) => exception.ErrorCode switch
    {
        SmtpErrorCode.SenderNotAccepted => SmtpStage.MailFrom,
        SmtpErrorCode.RecipientNotAccepted => SmtpStage.RcptTo,
        SmtpErrorCode.MessageNotAccepted => SmtpStage.FinalDot,
        _ => stage,
    };

    private static SmtpReply Reply(SmtpCommandException exception) => new((int)exception.StatusCode, exception.Message);

    // A server, or a proxy before it, may repeat what it was told.
    private static SmtpReply Redacted(SmtpReply reply, SmtpEndpoint endpoint)
    {
        var password = endpoint.Password!;
        var plain = $"\0{endpoint.Username}\0{password}";
        return reply with
        {
            Text = reply.Text
                .Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)), "***", StringComparison.Ordinal)
                .Replace(Convert.ToBase64String(Encoding.UTF8.GetBytes(password)), "***", StringComparison.Ordinal)
                .Replace(password, "***", StringComparison.Ordinal),
        };
    }

    // MailKit explains a certificate after the first paragraph; without one it can only guess.
    private static string Reason(SslHandshakeException handshake)
    {
        var reason = handshake.ServerCertificate is null ? handshake.InnerException!.Message : handshake.Message;
        var words = reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(' ', words);
        return SmtpReply.OneLine(text[(text.IndexOf("The server's SSL", StringComparison.Ordinal) is >= 0 and var start ? start : 0)..], 300);
    }

    private static string Lost(Exception exception)
        => exception is OperationCanceledException ? "the time limit was reached." : Sentence(exception);

    private static string Sentence(Exception exception) => SmtpReply.OneLine(exception.Message, 200);
}
