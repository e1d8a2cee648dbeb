using System.Globalization;

namespace EmailCampaign.Client.Wording;

/// <summary>Times as scripts read them: one form everywhere, of one length, so that they sort as text.</summary>
internal static class Iso8601
{
    /// <summary>RFC 3339 in UTC, cut to the millisecond: <c>2026-11-24T03:00:00.123Z</c>.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
