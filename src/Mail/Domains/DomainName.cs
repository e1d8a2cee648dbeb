using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Domains;

/// <summary>Names of mail domains, in the form of the wire: lower-case ASCII (punycode), without a dot at the end.</summary>
public static class DomainName
{
    /// <summary>Reads a name as people type it.</summary>
    /// <returns>Null when it cannot be the domain of an address: a single label, an address literal, characters that no name has.</returns>
    public static string? Parse(string text)
        => AddressDomain.TryNormalize(text.Trim().TrimEnd('.'), out var domain) is null ? domain : null;

    /// <summary>The domain of an address; null when it has none.</summary>
    public static string? Of(string address)
        => address.LastIndexOf('@') is >= 0 and var at ? Parse(address[(at + 1)..]) : null;

    /// <summary>Whether a name is the other one, or lies above it.</summary>
    public static bool IsSameOrAbove(string upper, string name)
        => name.EndsWith(upper, StringComparison.OrdinalIgnoreCase)
            && (name.Length == upper.Length || name[^(upper.Length + 1)] == '.');
}
