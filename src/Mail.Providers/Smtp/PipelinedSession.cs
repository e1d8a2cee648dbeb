using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Tracing;
using MailKit.Net.Smtp;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>
/// A session that sends all it can without waiting, where the server offers PIPELINING (RFC 2920): MAIL, RCPT and DATA together, and behind a
/// mail's content the commands of the next one. A mail then costs one round trip. Elsewhere it sends one command at a time.
/// </summary>
/// <param name="server">Host and port, for traces.</param>
internal sealed class PipelinedSession(SmtpChannel channel, SmtpOffer offer, SmtpOptions options, bool isAuthenticated, string server) : ISmtpSession
{
    // A mail up to this size is sent in one piece, together with the commands behind it.
    private const int SmallMail = 64 * 1024;
    private const int PieceLength = 64 * 1024;

    private SmtpMail? _announced;
    private SmtpStage _stage;
    private bool _mustReset;
    private bool _isOver;

    public long LastUsed { get; set; }

    public int Mails { get; private set; }

    /// <remarks>Not while a mail is announced whose content nobody will send: the server waits for it.</remarks>
    public bool IsConnected => !_isOver && _announced is null && !channel.IsOver;

    public bool TakesUtf8 => offer is { SmtpUtf8: true, EightBitMime: true };

    public bool TakesBytes => true;

    public bool Announces => offer.Pipelining;

    public bool HasAnnounced(SmtpMail mail) => _announced == mail;

    public async ValueTask<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (!IsConnected)
        {
            return false;
        }

        try
        {
            if (!channel.IsReadable)
            {
                return true;
            }

            if (channel.HasEnded || channel.Protocol is null)
            {
                return false;
            }

            // Under TLS it may be a session ticket: ask.
            using var patience = channel.Wait(cancellationToken);
            return await channel.AskAsync("NOOP", options.CommandTimeout).ConfigureAwait(false) == 250;
        }
        catch (Exception)
        {
            return false; // no answer, or no patience: the caller closes it
        }
    }

    public bool Fits(SmtpEnvelope envelope) => true;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<SendOutcome> SendAsync(SmtpMail mail, SmtpMail? next, SendWindow window, CancellationToken cancellationToken)
    {
        var isAnnounced = _announced == mail;
        if (!isAnnounced && Refusal(mail) is { } refusal)
        {
            return refusal;
        }

        Mails++;
        using var call = CampaignTraces.StartCall(server);
        using var patience = channel.Wait(cancellationToken);

        // What an earlier mail has left behind is no fault of this one.
        var isSaidBehind = isAnnounced || _mustReset;
        _stage = isSaidBehind ? SmtpStage.Connect : SmtpStage.MailFrom;
        try
        {
            return await OpenAsync(mail, isAnnounced).ConfigureAwait(false) ?? await TransferAsync(mail, next, window).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Close();
            call?.SetTag("smtp.stage", _stage.ToString()).SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            return isSaidBehind && _stage == SmtpStage.Connect ? SendOutcome.NotAttempted.Instance : SmtpFaults.WhileSending(exception, _stage);
        }
    }

    public async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        using var patience = channel.Wait(cancellationToken);
        if (await channel.AskAsync("NOOP", options.CommandTimeout).ConfigureAwait(false) is var code and not 250)
        {
            throw new SmtpProtocolException(new SmtpReply(code, channel.Text).ToString());
        }

        return SmtpWords.Describe(channel.Protocol, isAuthenticated, offer.MaxSize, TakesUtf8);
    }

    public async Task QuitAsync(CancellationToken cancellationToken)
    {
        if (IsConnected)
        {
            try
            {
                using var patience = channel.Wait(cancellationToken);
                await channel.AskAsync("QUIT", options.CommandTimeout).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // The server is gone or silent; closing is all that is left.
            }
        }

        Dispose();
    }

    public void Dispose() => Close();

    private void Close()
    {
        if (!_isOver)
        {
            _isOver = true;
            _announced = null;
            channel.Dispose();
        }
    }

    /// <summary>Why the server would not take the mail, as far as it has said so.</summary>
    private SendOutcome? Refusal(SmtpMail mail)
        => mail.Envelope.NeedsUtf8 && !TakesUtf8 ? mail.Envelope.WithoutUtf8()
            : offer.MaxSize > 0 && mail.Content.Length > offer.MaxSize
                ? new SendOutcome.Rejected(RejectReason.MessageTooLarge, new MessageSizeException(mail.Content.Length, offer.MaxSize).Message)
            : null;

    /// <summary>Brings the server to where it waits for the content.</summary>
    /// <returns>Null, or why it does not.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendOutcome?> OpenAsync(SmtpMail mail, bool isAnnounced)
    {
        var resets = _mustReset;
        if (!isAnnounced)
        {
            if (!offer.Pipelining)
            {
                return await OpenStepwiseAsync(mail).ConfigureAwait(false);
            }

            QueueCommands(mail);
            await channel.FlushAsync(options.CommandTimeout).ConfigureAwait(false);
        }

        _announced = null;
        if (resets)
        {
            await ReadResetAsync().ConfigureAwait(false);
        }

        var code = await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false);
        if (isAnnounced && code == 421)
        {
            // It may have been said before the server had read the announcement: that the session has carried enough, or was idle for too long. A fresh
            // one tells whether the account is meant.
            Close();
            return SendOutcome.NotAttempted.Instance;
        }

        _stage = SmtpStage.MailFrom;
        var refusal = IsYes(code) ? null : Verdict(code);
        if (refusal is null)
        {
            _stage = SmtpStage.RcptTo;
            code = await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false);
            refusal = IsYes(code) ? null : Verdict(code);
        }
        else
        {
            await PassOverAsync().ConfigureAwait(false);
        }

        if (refusal is not null)
        {
            await EndOfDataAsync().ConfigureAwait(false);
            return refusal;
        }

        _stage = SmtpStage.Data;
        code = await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false);
        return code == 354 ? null : Verdict(code);
    }

    private async ValueTask<SendOutcome?> OpenStepwiseAsync(SmtpMail mail)
    {
        if (_mustReset)
        {
            channel.Queue("RSET\r\n"u8);
            await channel.FlushAsync(options.CommandTimeout).ConfigureAwait(false);
            await ReadResetAsync().ConfigureAwait(false);
        }

        _stage = SmtpStage.MailFrom;
        QueueMail(mail);
        if (await StepAsync().ConfigureAwait(false) is var sender && !IsYes(sender))
        {
            return Verdict(sender);
        }

        _stage = SmtpStage.RcptTo;
        QueueRecipient(mail);
        if (await StepAsync().ConfigureAwait(false) is var recipient && !IsYes(recipient))
        {
            return Verdict(recipient);
        }

        _stage = SmtpStage.Data;
        channel.Queue("DATA\r\n"u8);
        return await StepAsync().ConfigureAwait(false) is var data and not 354 ? Verdict(data) : null;
    }

    private async ValueTask<int> StepAsync()
    {
        await channel.FlushAsync(options.CommandTimeout).ConfigureAwait(false);
        return await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false);
    }

    private async ValueTask ReadResetAsync()
    {
        if (await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false) is not 250)
        {
            throw new SmtpProtocolException("The server did not reset the session: " + channel.Text);
        }

        _mustReset = false;
    }

    // A command behind one that was refused has its own answer, which says nothing new.
    private async ValueTask PassOverAsync()
    {
        if (!_isOver && await ReadBehindAsync().ConfigureAwait(false) == 421)
        {
            Close();
        }
    }

    // DATA was said already. A server that takes it though there is no recipient gets an empty mail for nobody (RFC 2920, section 3.1).
    private async ValueTask EndOfDataAsync()
    {
        if (_isOver)
        {
            return;
        }

        switch (await ReadBehindAsync().ConfigureAwait(false))
        {
            case 421:
                Close();
                return;
            case not 354:
                return;
        }

        channel.Queue(".\r\n"u8);
        try
        {
            await channel.FlushAsync(options.CommandTimeout).ConfigureAwait(false);
        }
        catch (Exception)
        {
            Close();
            return;
        }

        await PassOverAsync().ConfigureAwait(false);
    }

    /// <returns>The code; 421 also when there is no answer: the verdict about the mail is known, and the session has ended.</returns>
    private async ValueTask<int> ReadBehindAsync()
    {
        try
        {
            return await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false);
        }
        catch (Exception)
        {
            return 421;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<SendOutcome> TransferAsync(SmtpMail mail, SmtpMail? next, SendWindow window)
    {
        var content = mail.Content;
        if (content.Length <= SmallMail)
        {
            SmtpContent.Queue(content, channel.Output);
        }
        else
        {
            await WriteLargeAsync(content).ConfigureAwait(false);
        }

        channel.Queue(".\r\n"u8);
        var announces = next is not null && offer.Pipelining && next.Content.Length <= SmallMail && Refusal(next) is null && window.IsOpen;
        if (announces)
        {
            QueueCommands(next!);
        }

        // From here on nobody can say whether the server has it all, unless it answers.
        _stage = SmtpStage.FinalDot;
        await channel.FlushAsync(options.CommandTimeout).ConfigureAwait(false);
        var code = await channel.ReadAsync(options.FinalReplyTimeout).ConfigureAwait(false);
        if (code == 421)
        {
            Close();
        }
        else if (announces)
        {
            _announced = next;
        }

        return code == 250
            ? new SendOutcome.Accepted(QueueId.From(channel.TextBytes))
            : SmtpReplyRules.Classify(SmtpStage.FinalDot, new SmtpReply(code, channel.Text));
    }

    private async ValueTask WriteLargeAsync(ComposedMail content)
    {
        var stuffing = new SmtpContent();
        foreach (var piece in content.Pieces)
        {
            for (var rest = piece; !rest.IsEmpty;)
            {
                var part = rest[..Math.Min(rest.Length, PieceLength)];
                rest = rest[part.Length..];
                stuffing.Queue(part.Span, channel.Output);
                await channel.FlushAsync(options.CommandTimeout).ConfigureAwait(false);
            }
        }
    }

    private void QueueCommands(SmtpMail mail)
    {
        if (_mustReset)
        {
            channel.Queue("RSET\r\n"u8);
        }

        QueueMail(mail);
        QueueRecipient(mail);
        channel.Queue("DATA\r\n"u8);
    }

    private void QueueMail(SmtpMail mail)
    {
        channel.Queue("MAIL FROM:<"u8);
        QueueText(mail.Envelope.SenderOnWire);
        channel.Queue(">"u8);
        if (mail.Envelope.NeedsUtf8)
        {
            // RFC 6531, section 3.4: it goes together with 8BITMIME.
            channel.Queue(" SMTPUTF8 BODY=8BITMIME"u8);
        }

        if (offer.Size)
        {
            channel.Queue(" SIZE="u8);
            var space = channel.Output.GetSpan(20);
            mail.Content.Length.TryFormat(space, out var digits, provider: CultureInfo.InvariantCulture);
            channel.Output.Advance(digits);
        }

        channel.Queue("\r\n"u8);
    }

    private void QueueRecipient(SmtpMail mail)
    {
        channel.Queue("RCPT TO:<"u8);
        QueueText(mail.Envelope.RecipientOnWire);
        channel.Queue(">\r\n"u8);
    }

    private void QueueText(string address)
    {
        var space = channel.Output.GetSpan(Encoding.UTF8.GetMaxByteCount(address.Length));
        channel.Output.Advance(Encoding.UTF8.GetBytes(address, space));
    }

    private static bool IsYes(int code) => code is >= 200 and < 300;

    private SendOutcome Verdict(int code)
    {
        _mustReset = true;
        var outcome = SmtpReplyRules.Classify(_stage, new SmtpReply(code, channel.Text));
        if (code == 421)
        {
            Close();
        }

        return outcome;
    }
}
