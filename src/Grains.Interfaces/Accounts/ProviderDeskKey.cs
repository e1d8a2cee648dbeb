namespace EmailCampaign.Accounts;

/// <summary>Key of a provider desk: <c>p-&lt;account or route&gt;</c>; without a name it is the silo's <c>Sending:MailProvider</c>.</summary>
public readonly record struct ProviderDeskKey(string Provider)
{
    private const string Prefix = "p-";

    public static ProviderDeskKey Parse(string key) => key.StartsWith(Prefix, StringComparison.Ordinal)
        ? new(key[Prefix.Length..])
        : throw new FormatException($"'{key}' is not the key of a provider desk.");

    public override string ToString() => Prefix + Provider;
}
