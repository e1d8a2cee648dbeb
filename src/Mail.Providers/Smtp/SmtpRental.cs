using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A session and the server it belongs to, or why there is none.</summary>
internal sealed class SmtpRental
{
    public SmtpRental(SmtpServer server, SmtpSession session) => (Server, Session) = (server, session);

    public SmtpRental(SendOutcome failure) => Failure = failure;

    public SmtpServer? Server { get; }

    public SmtpSession? Session { get; }

    public SendOutcome? Failure { get; }

    /// <summary>Whether the session can carry one mail more, and this one.</summary>
    public bool Fits(SmtpEnvelope envelope) => Session!.Fits(envelope) && !Server!.Sessions.IsSpent(Session);

    public ValueTask ReturnAsync() => Server!.Sessions.ReturnAsync(Session!);

    public void Discard() => Server!.Sessions.Discard(Session!);
}
