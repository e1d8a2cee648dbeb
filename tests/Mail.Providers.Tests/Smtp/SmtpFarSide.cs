using System.Globalization;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Providers.Tests.Contract;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Testing.Smtp;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

/// <summary>A mail server, played by a scripted one. It lets one account in.</summary>
internal sealed class SmtpFarSide : FarSide
{
    private const string User = "acme";

    // Of real time: the limits of a session are not of the provider's clock.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    private readonly ScriptedSmtpServer _server;
    private readonly SmtpOptions _options;
    private readonly SmtpStep _asked;

    public SmtpFarSide(FarBehaviour behaviour, string password, SmtpTransport transport)
    {
        _server = ScriptedSmtpServer.Start(Script(behaviour, password));
        _options = new SmtpOptions { Host = _server.Host, Port = _server.Port, LocalDomain = "client.test", Username = User, Password = password, Transport = transport };
        if (behaviour is FarBehaviour.Untrusted or FarBehaviour.LoseHandshake)
        {
            _options.Security = SmtpSecurity.StartTls;
        }

        if (behaviour is FarBehaviour.Drip)
        {
            _options.FinalReplyTimeout = Patience;
        }

        if (behaviour is FarBehaviour.Gone)
        {
            _server.RefuseAsync().GetAwaiter().GetResult();
        }

        _asked = behaviour is FarBehaviour.Silent ? SmtpStep.Greeting : SmtpStep.Dot;
        Password = password;
    }

    public override string Place => $"{_server.Host}:{_server.Port}";

    public override (string Outcome, string Account) TlsFailure => ("TLS failed (", $"{Place} refuses (Configuration): TLS failed (");

    public override string SettingOfPlace => ":Host";

    public override IReadOnlyList<IReadOnlyList<string>> TakenByCall => [.. _server.Deliveries.Select(static delivery => new[] { delivery.Recipient })];

    /// <remarks>SMTP has no such key: the Message-ID is the same in a repeat, and no server has to look at it.</remarks>
    public override IReadOnlyList<string?> Keys => [.. _server.Deliveries.Select(static _ => (string?)null)];

    public override int Calls => _server.Steps(SmtpStep.Mail);

    public override int Connections => _server.SessionCount;

    private string Password { get; }

    public override IMailProvider Create(TimeProvider clock) => new SmtpProvider("smtp", _options, clock);

    public override void Become(FarBehaviour behaviour) => _server.Script = Script(behaviour, Password);

    public override Task WhenAskedAsync() => _server.WhenAsync(_asked);

    public override Task WhenAnsweringAsync() => _server.WhenAsync(SmtpStep.Dot);

    public override ValueTask DisposeAsync() => _server.DisposeAsync();

    private static SmtpScript Script(FarBehaviour behaviour, string password)
    {
        var script = new SmtpScript { Auth = "PLAIN", Account = (User, password) };
        return behaviour switch
        {
            FarBehaviour.Accept { OnAttempt: { } attempt } => script with { Otherwise = exchange => Tell(exchange, attempt) },
            FarBehaviour.Accept or FarBehaviour.Gone => script,
            FarBehaviour.AcceptUtf8 => script with { SmtpUtf8 = true },
            FarBehaviour.Reject reject => script.On(SmtpStep.Rcpt, "550 5.1.1 No such user here", recipient: reject.Recipient),
            FarBehaviour.Throttle { Time: { } time } => script.On(
                SmtpStep.Mail, string.Create(CultureInfo.InvariantCulture, $"421 4.7.0 Too many mails, try again in {time.TotalSeconds} seconds")),
            FarBehaviour.Throttle => script.On(SmtpStep.Mail, "421 4.7.0 Too many mails"),
            FarBehaviour.QuotaUsedUp => script.On(SmtpStep.Mail, "454 Throttling failure: Daily message quota exceeded."),
            FarBehaviour.RefuseCredentials refuse => script.On(SmtpStep.Auth, Lines("535", "5.7.8", refuse.Text)),
            FarBehaviour.ServerError error => script.On(
                new[] { SmtpStep.Mail, SmtpStep.Rcpt, SmtpStep.Data, SmtpStep.Dot }[error.Variant], "451 4.3.0 Local error in processing"),
            FarBehaviour.Untrusted => script with { StartTls = true },
            FarBehaviour.LoseHandshake => (script with { StartTls = true }).On(SmtpStep.StartTls, new SmtpAction.ReplyAndClose("220 2.0.0 Ready to start TLS")),
            FarBehaviour.ResetBeforeBody => script.On(SmtpStep.Data, new SmtpAction.Drop(Reset: true)),
            FarBehaviour.ResetAfterBody => script.On(SmtpStep.Dot, new SmtpAction.Drop(Reset: true)),
            FarBehaviour.CloseUnanswered => script.On(SmtpStep.Dot, new SmtpAction.Drop()),
            FarBehaviour.Drip => script.On(SmtpStep.Dot, new SmtpAction.Trickle("250-" + new string('x', 4000))),
            FarBehaviour.Malformed malformed => script.On(
                SmtpStep.Dot, new SmtpAction.ReplyAndClose(new[] { "2x0 What?", "SSH-2.0-OpenSSH_9.6", "250-Ok, and there is more" }[malformed.Variant])),
            FarBehaviour.ForeignYes => script.On(SmtpStep.Dot, "354 Go on"),
            FarBehaviour.EndlessReply => script.On(SmtpStep.Dot, "451 4.3.0 " + new string('x', 5_000_000)),
            FarBehaviour.Hold hold => script.On(SmtpStep.Dot, new SmtpAction.Hold(hold.Until)),
            FarBehaviour.Silent silent => script.On(SmtpStep.Greeting, new SmtpAction.Hold(silent.Until)),
            FarBehaviour.LimitSize limit => script with { Size = limit.Octets },
            _ => throw new NotSupportedException(behaviour.ToString()),
        };
    }

    private static SmtpAction? Tell(SmtpExchange exchange, Action attempt)
    {
        if (exchange.Step == SmtpStep.Dot)
        {
            attempt();
        }

        return null;
    }

    /// <summary>A reply of several lines (RFC 5321, section 4.2.1).</summary>
    private static string Lines(string code, string enhanced, string text)
    {
        var lines = text.Split("\r\n");
        return string.Join("\r\n", lines.Select((line, index) => $"{code}{(index < lines.Length - 1 ? '-' : ' ')}{enhanced} {line}"));
    }
}
