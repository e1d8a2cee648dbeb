using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A session and the server it belongs to, or why there is none.</summary>
internal sealed class SmtpRental
{
    public SmtpRental(SmtpServer server, ISmtpSession session) => (Server, Session) = (server, session);

    public SmtpRental(SendOutcome failure) => Failure = failure;

    public SmtpServer? Server { get; }

    public ISmtpSession? Session { get; }

    public SendOutcome? Failure { get; }

    /// <summary>Whether the session can carry one mail more, and this one; another server may take what this one does not.</summary>
    public bool Fits(SmtpEnvelope envelope)
        => Session!.Fits(envelope) && !Server!.Sessions.IsSpent(Session) && (!envelope.NeedsUtf8 || Session.TakesUtf8);

    /// <summary>Whether the session has carried as many mails as one may when it has carried so many more.</summary>
    public bool IsSpentAfter(int mails) => Server!.Sessions.IsSpent(Session!, mails);

    public ValueTask ReturnAsync() => Server!.Sessions.ReturnAsync(Session!);

    public void Discard() => Server!.Sessions.Discard(Session!);
}
