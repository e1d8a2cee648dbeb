namespace EmailCampaign.Client.Domains;

/// <summary>What a provider's documentation wants in the DNS of its customers.</summary>
/// <param name="SpfInclude">Null when the customer's own servers send.</param>
/// <param name="Selectors">The names that it gives its keys, when they are the same for everybody.</param>
internal sealed record ProviderRecords(string? SpfInclude, IReadOnlyList<string> Selectors)
{
    private static readonly Dictionary<string, ProviderRecords> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["smtp"] = new(null, []),
        ["ses"] = new("amazonses.com", []),
        ["resend"] = new("amazonses.com", ["resend"]),
        ["sendgrid"] = new("sendgrid.net", ["s1", "s2"]),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static ProviderRecords? Of(string provider) => Known.GetValueOrDefault(provider);
}
