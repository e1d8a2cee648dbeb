namespace EmailCampaign.Accounts;

/// <summary>
/// Key of a provider desk: <c>p-&lt;account or route&gt;/&lt;caller&gt;</c>. Without a name it is the silo's <c>Sending:MailProvider</c>; each
/// caller has a desk of its own, so that none waits for another.
/// </summary>
/// <param name="Provider">As it was typed.</param>
/// <param name="Caller">Any text without a slash that no other caller has.</param>
public readonly record struct ProviderDeskKey(string Provider, string Caller)
{
    private const string Prefix = "p-";

    public static ProviderDeskKey Parse(string key)
        => key.StartsWith(Prefix, StringComparison.Ordinal) && key.LastIndexOf('/') is var slash && slash >= Prefix.Length
            ? new(key[Prefix.Length..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not the key of a provider desk.");

    public override string ToString() => $"{Prefix}{Provider}/{Caller}";
}
