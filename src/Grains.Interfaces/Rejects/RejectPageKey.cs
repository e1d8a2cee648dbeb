using System.Globalization;

namespace EmailCampaign.Rejects;

/// <summary>Key of a page of rejected rows: <c>r-&lt;campaign id&gt;/&lt;page&gt;</c>.</summary>
public readonly record struct RejectPageKey(string CampaignId, int Page)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 200;

    private const string Prefix = "r-";

    /// <summary>Whether a key is a page's.</summary>
    public static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public static RejectPageKey Parse(string key)
    {
        var slash = key.LastIndexOf('/');
        return IsKey(key) && slash > Prefix.Length && int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? new(key[Prefix.Length..slash], page)
            : throw new FormatException($"'{key}' is not the key of a page of rejected rows.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{CampaignId}/{Page}");
}
