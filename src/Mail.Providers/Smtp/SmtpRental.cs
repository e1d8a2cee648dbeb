using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>A session and the server it belongs to, or why there is none.</summary>
internal sealed class SmtpRental
{
    private readonly SmtpServer? _server;

    public SmtpRental(SmtpServer server, SmtpSession session) => (_server, Session) = (server, session);

    public SmtpRental(SendOutcome failure) => Failure = failure;

    public SmtpSession? Session { get; }

    public SendOutcome? Failure { get; }

    /// <summary>Whether the session can carry one mail more, and this one.</summary>
    public bool Fits(SmtpEnvelope envelope) => Session!.Fits(envelope) && !_server!.Sessions.IsSpent(Session);

    public ValueTask ReturnAsync() => _server!.Sessions.ReturnAsync(Session!);

    public void Discard() => _server!.Sessions.Discard(Session!);
}
