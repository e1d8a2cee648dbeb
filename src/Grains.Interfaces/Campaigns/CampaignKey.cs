using System.Text.RegularExpressions;

namespace EmailCampaign.Campaigns;

/// <summary>Key of a campaign's grain: <c>c-&lt;id&gt;</c>. The prefix keeps ids of hex digits from colliding in storage.</summary>
public readonly partial record struct CampaignKey(string Id)
{
    private const string Prefix = "c-";

    /// <summary>An id is <c>[a-z0-9][a-z0-9-]{0,63}</c>: safe in a file name, a Message-ID and a key.</summary>
    public static bool IsValidId(string id) => IdPattern().IsMatch(id);

    public static CampaignKey Parse(string key) => key.StartsWith(Prefix, StringComparison.Ordinal)
        ? new(key[Prefix.Length..])
        : throw new FormatException($"'{key}' is not the key of a campaign.");

    public override string ToString() => Prefix + Id;

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IdPattern();
}
