using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>What is said before the first mail: greeting, EHLO, STARTTLS (RFC 3207), AUTH (RFC 4954).</summary>
/// <param name="judge">Judges a server's certificate instead of the system; for tests.</param>
internal sealed class SmtpHandshake(SmtpChannel channel, SmtpEndpoint endpoint, SmtpOptions options, RemoteCertificateValidationCallback? judge)
{
    private static readonly IdnMapping Idn = new();
    private static readonly string[] Own = ["PLAIN", "LOGIN"];

    /// <summary>How far it has come.</summary>
    public SmtpStage Stage { get; private set; } = SmtpStage.Connect;

    /// <summary>Whether a mechanism of AUTH is wanted that only MailKit knows. The connection is of no use then.</summary>
    public bool NeedsMailKit { get; private set; }

    /// <summary>Whether AUTH was accepted.</summary>
    public bool IsAuthenticated { get; private set; }

    /// <returns>What the server offers.</returns>
    /// <exception cref="SmtpRefusal">The server said no.</exception>
    /// <exception cref="NotSupportedException">It offers no STARTTLS, or no authentication, and the settings want it.</exception>
    public async Task<SmtpOffer> RunAsync()
    {
        var security = endpoint.Security == SmtpSecurity.Auto && endpoint.Port == 465 ? SmtpSecurity.Tls : endpoint.Security;
        if (security == SmtpSecurity.Tls)
        {
            await channel.SecureAsync(endpoint.Host!, judge, options.CommandTimeout).ConfigureAwait(false);
        }

        Stage = SmtpStage.Greeting;
        if (await channel.ReadAsync(options.CommandTimeout).ConfigureAwait(false) is var greeting and not 220)
        {
            throw Refused(greeting);
        }

        Stage = SmtpStage.Ehlo;
        var offer = await HelloAsync().ConfigureAwait(false);
        if (security == SmtpSecurity.StartTls && !offer.StartTls)
        {
            throw new NotSupportedException("The server does not offer STARTTLS.");
        }

        if (security is SmtpSecurity.StartTls or SmtpSecurity.Auto && offer.StartTls)
        {
            if (await channel.AskAsync("STARTTLS", options.CommandTimeout).ConfigureAwait(false) is var answer and not 220)
            {
                throw Refused(answer);
            }

            // What was offered in the clear anybody may have said.
            await channel.SecureAsync(endpoint.Host!, judge, options.CommandTimeout).ConfigureAwait(false);
            offer = await HelloAsync().ConfigureAwait(false);
        }

        return offer;
    }

    /// <summary>Says who the account is, by PLAIN or LOGIN.</summary>
    public async Task AuthenticateAsync(SmtpOffer offer)
    {
        Stage = SmtpStage.Auth;
        if (offer.Mechanisms.Count == 0)
        {
            throw new NotSupportedException("The server offers no authentication.");
        }

        // In the clear a mechanism that does not show the password is worth the other client.
        var mechanisms = Own.Where(offer.Mechanisms.Contains).ToList();
        if (mechanisms.Count == 0 || (channel.Protocol is null && offer.Mechanisms.Except(Own).Any(IsMailKits)))
        {
            NeedsMailKit = true;
            return;
        }

        foreach (var mechanism in mechanisms)
        {
            var code = await (mechanism == "PLAIN" ? PlainAsync() : LoginAsync()).ConfigureAwait(false);
            if (code == 235)
            {
                IsAuthenticated = true;
                return;
            }

            if (mechanism == mechanisms[^1] || code == 421)
            {
                throw Refused(code);
            }
        }
    }

    // Those of MailKit's that do not show the password. It has others, which want a token and no password.
    private static bool IsMailKits(string mechanism)
        => mechanism.StartsWith("SCRAM-SHA-", StringComparison.Ordinal) || mechanism is "DIGEST-MD5" or "CRAM-MD5" or "NTLM";

    private async Task<SmtpOffer> HelloAsync()
    {
        var name = LocalName();
        var code = await channel.AskAsync("EHLO " + name, options.CommandTimeout).ConfigureAwait(false);
        if (code == 250)
        {
            return SmtpOffer.Read(channel.Text);
        }

        if (code != 421)
        {
            code = await channel.AskAsync("HELO " + name, options.CommandTimeout).ConfigureAwait(false);
        }

        return code == 250 ? SmtpOffer.None : throw Refused(code);
    }

    private async Task<int> PlainAsync()
    {
        var response = Base64($"\0{endpoint.Username}\0{endpoint.Password}");
        var code = await channel.AskAsync("AUTH PLAIN " + response, options.CommandTimeout).ConfigureAwait(false);
        return code == 334 ? await channel.AskAsync(response, options.CommandTimeout).ConfigureAwait(false) : code;
    }

    private async Task<int> LoginAsync()
    {
        var code = await channel.AskAsync("AUTH LOGIN", options.CommandTimeout).ConfigureAwait(false);
        foreach (var secret in new[] { endpoint.Username!, endpoint.Password! })
        {
            if (code != 334)
            {
                break;
            }

            code = await channel.AskAsync(Base64(secret), options.CommandTimeout).ConfigureAwait(false);
        }

        return code;
    }

    private SmtpRefusal Refused(int code) => new(Stage, new SmtpReply(code, channel.Text));

    // RFC 5321, section 4.1.3: an address is written in brackets.
    private string LocalName()
    {
        if (!string.IsNullOrEmpty(options.LocalDomain))
        {
            return IPAddress.TryParse(options.LocalDomain, out var address)
                ? address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? $"[IPv6:{address}]" : $"[{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}]"
                : options.LocalDomain;
        }

        try
        {
            return IPGlobalProperties.GetIPGlobalProperties().HostName.Replace('_', '-') is { Length: > 0 } name ? Idn.GetAscii(name) : "localhost";
        }
        catch (ArgumentException)
        {
            return "localhost"; // a name that no domain may have
        }
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
