using System.Globalization;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>One server of an account, its settings completed by the account's. No record: it would print its password.</summary>
/// <param name="section">Full name of the section that describes it, for messages: <c>Providers:smtp</c>.</param>
internal sealed class SmtpEndpoint(string section)
{
    private const int HeaviestWeight = 1000;

    public required string? Host { get; init; }

    public required int Port { get; init; }

    public required SmtpSecurity Security { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public int? MaxSessions { get; init; }

    public int Weight { get; init; } = 1;

    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>The full name of a setting of this server.</summary>
    public string Setting(string name) => $"{section}:{name}";

    /// <summary>What is wrong with it, a sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Host))
        {
            yield return $"{Setting(nameof(Host))} must name the SMTP server.";
        }
        else if (Uri.CheckHostName(Host) == UriHostNameType.Unknown)
        {
            // It could never be looked up, and would be tried for ever.
            yield return $"{Setting(nameof(Host))} '{Host}' is neither a host name nor an address: write it alone, as smtp.acme.example; its port is {Setting(nameof(Port))}.";
        }

        if (Port is < 1 or > 65535)
        {
            yield return $"{Setting(nameof(Port))} must be between 1 and 65535.";
        }

        if (!Enum.IsDefined(Security))
        {
            yield return $"{Setting(nameof(Security))} must be none, starttls, tls or auto.";
        }

        if (MaxSessions is < 1)
        {
            yield return $"{Setting(nameof(MaxSessions))} must be at least 1.";
        }

        if (Weight is < 1 or > HeaviestWeight)
        {
            yield return $"{Setting(nameof(Weight))} must be between 1 and {HeaviestWeight}.";
        }

        if (string.IsNullOrEmpty(Username) != string.IsNullOrEmpty(Password))
        {
            yield return $"{Setting(nameof(Username))} and {Setting(nameof(Password))} go together: set both or neither.";
        }
    }
}
