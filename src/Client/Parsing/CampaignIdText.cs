using System.Globalization;
using System.Text;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Parsing;

/// <summary>Ids of campaigns: the ones that are typed, and the ones made from a name.</summary>
internal static class CampaignIdText
{
    private const int Longest = 64;

    public static Parsed<string> Parse(string text) => CampaignKey.IsValidId(text)
        ? Parsed<string>.Of(text)
        : Parsed<string>.Wrong(
            $"'{text}' is not a campaign id: an id has 1 to 64 lower-case letters, digits and hyphens, and starts with a letter or a digit.");

    /// <summary>Makes an id from the campaign's name (or its template's) and the local date: <c>spring-sale-2026-11-24</c>.</summary>
    /// <param name="name">The campaign's name.</param>
    /// <param name="localNow">The local time.</param>
    /// <param name="number">2 and more for another campaign of the same name and day: <c>spring-sale-2026-11-24-2</c>.</param>
    public static string Make(string name, DateTimeOffset localNow, int number = 1)
    {
        var date = localNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            + (number == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"-{number}"));
        var slug = Slug(name, Longest - date.Length - 1);
        return slug.Length == 0 ? $"campaign-{date}" : $"{slug}-{date}";
    }

    private static string Slug(string name, int longest)
    {
        var slug = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                slug.Append('-');
            }
        }

        return slug.ToString(0, Math.Min(slug.Length, longest)).Trim('-');
    }
}
