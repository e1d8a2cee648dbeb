using System.ComponentModel.DataAnnotations;
using System.Text;
using EmailCampaign.Mail.Addresses;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Providers.Accounts;
using EmailCampaign.Mail.Providers.Dkim;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Settings of one SMTP account: <c>Providers:&lt;account&gt;</c>.</summary>
internal sealed class SmtpOptions() : AccountOptions(SmtpProvider.AccountName), IValidatableObject
{
    private const string StandardHost = "localhost";

    /// <summary>Name or address of the server. Default: localhost.</summary>
    public string Host { get; set; } = StandardHost;

    /// <summary>Default: 25.</summary>
    public int Port { get; set; } = 25;

    /// <summary><c>auto</c> (default), <c>none</c>, <c>starttls</c> or <c>tls</c>.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>Account for AUTH; without one the session does not authenticate.</summary>
    public string? Username { get; set; }

    /// <summary>Never logged, never part of an outcome.</summary>
    public string? Password { get; set; }

    /// <summary><c>pipelined</c> (default): sessions of this project. <c>mailkit</c>: MailKit's client.</summary>
    public SmtpTransport Transport { get; set; }

    /// <summary>Several servers in place of <see cref="Host"/>; each takes its share of the slices.</summary>
    public IList<SmtpServerOptions> Servers { get; set; } = [];

    /// <summary>How long a server that cannot be reached, or asks to slow down, is left out while there are others. Default: 30 s.</summary>
    public TimeSpan ServerRest { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Name that EHLO gives. Default: the machine's.</summary>
    public string? LocalDomain { get; set; }

    /// <summary>Address that bounces go to (MAIL FROM). Default: the From address.</summary>
    public string? EnvelopeSender { get; set; }

    /// <summary>Whether each mail has an envelope sender of its own, made from <see cref="EnvelopeSender"/> and the mail's token.</summary>
    public bool Verp { get; set; }

    /// <summary>Keys that the mails are signed with.</summary>
    public DkimOptions Dkim { get; set; } = new();

    /// <summary>Most connections of this silo to each server. Default: as many as there are senders.</summary>
    public int? MaxSessions { get; set; }

    /// <summary>After so many mails a session ends and the next one begins. Default: no limit.</summary>
    public int? MessagesPerSession { get; set; }

    /// <summary>Limit for the name look-up and the TCP connection. Default: 30 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit for the answer to each command, and for each block of content. Default: 60 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Limit for the answer to the final dot. Default: 2 min.</summary>
    public TimeSpan FinalReplyTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A session idle for longer is closed. Default: 30 s.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The servers of the account, at least one.</summary>
    internal IReadOnlyList<SmtpEndpoint> Endpoints()
    {
        if (Servers.Count == 0)
        {
            return
            [
                new SmtpEndpoint(Setting("")[..^1])
                {
                    Host = Host, Port = Port, Security = Security, Username = Username, Password = Password, MaxSessions = MaxSessions,
                },
            ];
        }

        return
        [
            .. Servers.Select((server, index) => new SmtpEndpoint(Setting($"{nameof(Servers)}:{index}"))
            {
                Host = server.Host,
                Port = server.Port ?? Port,
                Security = server.Security ?? Security,
                Username = server.Username ?? Username,
                Password = server.Password ?? Password,
                MaxSessions = server.MaxSessions ?? MaxSessions,
                Weight = server.Weight,
            }),
        ];
    }

    // Here and not in attributes: the generated check of a [Range] drops its message, and a message has to name the setting.
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Endpoints().SelectMany(static endpoint => endpoint.Problems())
            .Concat(DkimSetup.Read(Dkim, Setting, TimeProvider.System).Problems)
            .Concat(Problems())
            .Select(static problem => new ValidationResult(problem));

    private IEnumerable<string> Problems()
    {
        if (Servers.Count > 0 && Host != StandardHost)
        {
            yield return $"{Setting(nameof(Host))} and {Setting(nameof(Servers))} exclude each other: name the server in one of them.";
        }

        if (MessagesPerSession is < 1)
        {
            yield return $"{Setting(nameof(MessagesPerSession))} must be at least 1.";
        }

        if (!Enum.IsDefined(Transport))
        {
            yield return $"{Setting(nameof(Transport))} must be pipelined or mailkit.";
        }

        foreach (var problem in EnvelopeProblems())
        {
            yield return problem;
        }

        foreach (var (name, limit) in new[]
                 {
                     (nameof(ConnectTimeout), ConnectTimeout), (nameof(CommandTimeout), CommandTimeout),
                     (nameof(FinalReplyTimeout), FinalReplyTimeout), (nameof(IdleLimit), IdleLimit), (nameof(ServerRest), ServerRest),
                 })
        {
            if (limit <= TimeSpan.Zero || limit > TimeSpan.FromHours(1))
            {
                yield return $"{Setting(name)} must be more than 0 and at most 01:00:00.";
            }
        }
    }

    private IEnumerable<string> EnvelopeProblems()
    {
        var setting = Setting(nameof(EnvelopeSender));
        if (string.IsNullOrWhiteSpace(EnvelopeSender))
        {
            if (Verp)
            {
                yield return $"{Setting(nameof(Verp))} needs {setting}: the address that bounces go to, as bounces@bounce.acme.example.";
            }
        }
        else if (AddressRules.Check(EnvelopeSender) is not { Address: { } address })
        {
            yield return $"{setting} '{EnvelopeSender}' is no address.";
        }
        else if (!Ascii.IsValid(address))
        {
            // The bounces' way home must not hang on SMTPUTF8.
            yield return $"{setting} '{EnvelopeSender}' must be ASCII before the @.";
        }
        else if (Verp && address.LastIndexOf('@') > VerpAddress.LongestSenderLocalPart)
        {
            yield return $"{setting} '{EnvelopeSender}' has more than {VerpAddress.LongestSenderLocalPart} characters before the @, which leaves no room for the token of {Setting(nameof(Verp))}.";
        }
    }
}
