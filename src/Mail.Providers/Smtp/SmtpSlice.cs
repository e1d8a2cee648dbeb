using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One slice on its way through sessions of an account, a mail at a time.</summary>
internal sealed class SmtpSlice(
    IReadOnlyList<OutgoingMessage> messages, SendOutcome[] outcomes, SmtpServers servers, SmtpComposer composer, SendWindow window)
{
    private SmtpRental? _rental;
    private SmtpMail? _ahead;

    /// <summary>Hands the mails over until the window closes, or an outcome ends the slice; the outcomes of the others stay as they are.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var place = 0; place < outcomes.Length && window.IsOpen;)
            {
                if (Next(place, out var mail) is { } rejected)
                {
                    outcomes[place++] = rejected;
                    continue;
                }

                if (await ReadyAsync(mail!, cancellationToken).ConfigureAwait(false) is not { } session)
                {
                    outcomes[place] = _rental!.Failure!;
                    break;
                }

                if (Compose(mail!, session) is { } unfit)
                {
                    mail!.Dispose();
                    outcomes[place++] = unfit;
                    continue;
                }

                using (mail)
                {
                    if (!window.IsOpen || cancellationToken.IsCancellationRequested)
                    {
                        break;
                    }

                    // Its MAIL FROM may go out with this mail's content: the window was asked a moment ago.
                    _ahead = Ahead(place + 1, session);
                    var outcome = await session.SendAsync(mail!, _ahead, window, cancellationToken).ConfigureAwait(false);
                    if (outcome is SendOutcome.NotAttempted && !session.IsConnected)
                    {
                        // The session ended behind the mail before this one: nothing of this one was handed over, so another carries it. It is composed
                        // again, into the buffer of the one after it.
                        Discard();
                        _ahead?.Dispose();
                        _ahead = null;
                        if (cancellationToken.IsCancellationRequested)
                        {
                            break;
                        }

                        continue;
                    }

                    outcomes[place] = outcome;
                }

                if (outcomes[place] is SendOutcome.Throttled slow && servers.GoesOnWithout(_rental!, slow))
                {
                    // This server's word, and not the account's: the mail comes again, the rest of the slice goes through the others.
                    outcomes[place] = SendOutcome.NotAttempted.Instance;
                    await ReturnAsync().ConfigureAwait(false);
                }
                else if (outcomes[place] is SendOutcome.Throttled or SendOutcome.Refused or SendOutcome.Unreachable)
                {
                    break;
                }

                place++;
            }
        }
        finally
        {
            _ahead?.Dispose();
            await ReturnAsync().ConfigureAwait(false);
        }
    }

    private SendOutcome.Rejected? Next(int place, out SmtpMail? mail)
    {
        if (_ahead is { } ahead && ReferenceEquals(ahead.Message, messages[place]))
        {
            (mail, _ahead) = (ahead, null);
            return null;
        }

        return composer.Address(messages[place], out mail);
    }

    private SendOutcome.Rejected? Compose(SmtpMail mail, ISmtpSession session)
        => mail.IsComposed(session.TakesBytes) ? null : composer.Compose(mail, session.TakesBytes);

    /// <summary>The mail after the one at hand, when it can be announced; whatever is wrong with it is said in its turn.</summary>
    private SmtpMail? Ahead(int place, ISmtpSession session)
    {
        if (!session.Announces || place >= messages.Count || _rental!.IsSpentAfter(mails: 1) || messages[place].Attachments.Count > 0
            || composer.Address(messages[place], out var mail) is not null)
        {
            return null;
        }

        return Compose(mail!, session) is null ? mail : null;
    }

    /// <summary>
    /// The session to say MAIL FROM on: the one at hand, or, when it is found dead or has done its part, another. Nothing was handed
    /// over on the dead one for the message that comes next, so it is replaced silently; but only once.
    /// </summary>
    private async ValueTask<ISmtpSession?> ReadyAsync(SmtpMail mail, CancellationToken cancellationToken)
    {
        if (_rental is { Session: { } session })
        {
            if (session.HasAnnounced(mail))
            {
                return session;
            }

            if (!await session.IsAliveAsync(cancellationToken).ConfigureAwait(false))
            {
                Discard();
            }
            else if (_rental.Fits(mail.Envelope))
            {
                return session;
            }
            else
            {
                await ReturnAsync().ConfigureAwait(false);
            }
        }

        _rental = await servers.RentAsync(mail.Envelope, window, cancellationToken).ConfigureAwait(false);
        return _rental.Session;
    }

    private void Discard()
    {
        _rental!.Discard();
        _rental = null;
    }

    private async ValueTask ReturnAsync()
    {
        if (_rental is { Session: not null } rental)
        {
            _rental = null;
            await rental.ReturnAsync().ConfigureAwait(false);
        }
    }
}
