using System.Globalization;
using System.Security.Authentication;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>What a session has, in words for a person.</summary>
internal static class SmtpWords
{
    /// <param name="protocol">The version of TLS; null without TLS.</param>
    /// <param name="maxSize">Most octets of a mail; 0 where the server names no limit.</param>
    public static string Describe(SslProtocols? protocol, bool authenticated, long maxSize, bool takesUtf8)
    {
        string[] words =
        [
            protocol is { } version ? Words(version) : "no TLS",
            authenticated ? "AUTH accepted" : "no AUTH",
            maxSize > 0 ? string.Create(CultureInfo.InvariantCulture, $"at most {maxSize:N0} octets a mail") : "no SIZE",
            takesUtf8 ? "SMTPUTF8" : "no SMTPUTF8",
        ];
        return string.Join(", ", words);
    }

    private static string Words(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
