using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Mail.Providers.Dkim;

/// <summary>Whether a signature speaks for the sender that people see (DMARC calls that alignment).</summary>
internal static class DkimAlignment
{
    /// <summary>A sentence when the signing domain is neither the From domain nor one above it; null when it is.</summary>
    public static string? Warning(string dkimDomain, string fromAddress, string setting)
        => DomainName.Of(fromAddress) is { } from && !DomainName.IsSameOrAbove(dkimDomain, from)
            ? $"{setting} is {dkimDomain}, and the mails come from {from}: such a signature does not count for DMARC, which wants {from} or a domain above it."
            : null;
}
