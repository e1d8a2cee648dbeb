namespace EmailCampaign.Quotas;

/// <summary>Key of an account's quota: <c>q-&lt;account&gt;</c>.</summary>
public readonly record struct QuotaKey(string Account)
{
    private const string Prefix = "q-";

    public static QuotaKey Parse(string key) => key.StartsWith(Prefix, StringComparison.Ordinal)
        ? new(key[Prefix.Length..])
        : throw new FormatException($"'{key}' is not the key of a quota.");

    public override string ToString() => Prefix + Account;
}
