using System.ComponentModel.DataAnnotations;
using EmailCampaign.Mail.Providers.Accounts;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>Settings of one SMTP account: <c>Providers:&lt;account&gt;</c>.</summary>
internal sealed class SmtpOptions() : AccountOptions(SmtpProvider.AccountName), IValidatableObject
{
    /// <summary>Name or address of the server. Default: localhost.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>Default: 25.</summary>
    public int Port { get; set; } = 25;

    /// <summary><c>auto</c> (default), <c>none</c>, <c>starttls</c> or <c>tls</c>.</summary>
    public SmtpSecurity Security { get; set; }

    /// <summary>Account for AUTH; without one the session does not authenticate.</summary>
    public string? Username { get; set; }

    /// <summary>Never logged, never part of an outcome.</summary>
    public string? Password { get; set; }

    /// <summary>Name that EHLO gives. Default: the machine's.</summary>
    public string? LocalDomain { get; set; }

    /// <summary>Most connections of this silo to the server. Default: as many as there are senders.</summary>
    public int? MaxSessions { get; set; }

    /// <summary>Limit for the name look-up and the TCP connection. Default: 30 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Limit for the answer to each command, and for each block of content. Default: 60 s.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Limit for the answer to the final dot. Default: 2 min.</summary>
    public TimeSpan FinalReplyTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A session idle for longer is closed. Default: 30 s.</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromSeconds(30);

    // Here and not in attributes: the generated check of a [Range] drops its message, and a message has to name the setting.
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            yield return new ValidationResult($"{Setting(nameof(Host))} must name the SMTP server.");
        }
        else if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            // It could never be looked up, and would be tried for ever.
            yield return new ValidationResult(
                $"{Setting(nameof(Host))} '{Host}' is neither a host name nor an address: write it alone, as smtp.acme.example; its port is {Setting(nameof(Port))}.");
        }

        if (Port is < 1 or > 65535)
        {
            yield return new ValidationResult($"{Setting(nameof(Port))} must be between 1 and 65535.");
        }

        if (!Enum.IsDefined(Security))
        {
            yield return new ValidationResult($"{Setting(nameof(Security))} must be none, starttls, tls or auto.");
        }

        if (MaxSessions is < 1)
        {
            yield return new ValidationResult($"{Setting(nameof(MaxSessions))} must be at least 1.");
        }

        if (string.IsNullOrEmpty(Username) != string.IsNullOrEmpty(Password))
        {
            yield return new ValidationResult($"{Setting(nameof(Username))} and {Setting(nameof(Password))} go together: set both or neither.");
        }

        foreach (var (name, limit) in new[]
                 {
                     (nameof(ConnectTimeout), ConnectTimeout), (nameof(CommandTimeout), CommandTimeout),
                     (nameof(FinalReplyTimeout), FinalReplyTimeout), (nameof(IdleLimit), IdleLimit),
                 })
        {
            if (limit <= TimeSpan.Zero || limit > TimeSpan.FromHours(1))
            {
                yield return new ValidationResult($"{Setting(name)} must be more than 0 and at most 01:00:00.");
            }
        }
    }
}
