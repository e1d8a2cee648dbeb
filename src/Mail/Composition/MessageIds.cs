using System.Globalization;

namespace EmailCampaign.Mail.Composition;

/// <summary>Message-IDs (RFC 5322, section 3.6.4), the same for every attempt of one message.</summary>
public static class MessageIds
{
    private static readonly IdnMapping Idn = new();

    /// <summary><c>token@domain-of-from</c>, without angle brackets; the domain in lower-case ASCII.</summary>
    /// <exception cref="ArgumentException"><paramref name="fromAddress"/> has no domain, or one that is no domain name.</exception>
    public static string For(string token, string fromAddress)
    {
        var domain = fromAddress[(fromAddress.LastIndexOf('@') + 1)..];
        if (domain.Length == fromAddress.Length || domain.Length == 0)
        {
            throw new ArgumentException("The address has no domain.", nameof(fromAddress));
        }

        return $"{token}@{Idn.GetAscii(domain).ToLowerInvariant()}";
    }
}
