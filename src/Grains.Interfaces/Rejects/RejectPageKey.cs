using System.Globalization;

namespace EmailCampaign.Rejects;

/// <summary>Key of a page of rejected rows: <c>r-&lt;campaign id&gt;/&lt;page&gt;</c>.</summary>
public readonly record struct RejectPageKey(string CampaignId, int Page)
{
    /// <summary>Rows on a page.</summary>
    public const int PageSize = 200;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"r-{CampaignId}/{Page}");
}
