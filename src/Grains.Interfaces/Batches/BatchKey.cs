using System.Globalization;

namespace EmailCampaign.Batches;

/// <summary>Key of a batch's grain: <c>b-&lt;campaign id&gt;/&lt;index&gt;</c>.</summary>
public readonly record struct BatchKey(string CampaignId, int Index)
{
    private const string Prefix = "b-";

    /// <summary>Whether a key is a batch's.</summary>
    public static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public static BatchKey Parse(string key)
    {
        var slash = key.LastIndexOf('/');
        return key.StartsWith(Prefix, StringComparison.Ordinal) && slash > Prefix.Length
            && int.TryParse(key.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(key[Prefix.Length..slash], index)
            : throw new FormatException($"'{key}' is not the key of a batch.");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{CampaignId}/{Index}");
}
