using System.Globalization;

namespace EmailCampaign.Client.Parsing;

/// <summary>The time of <c>--at</c>: ISO 8601, in the local zone when the text names none.</summary>
internal static class ScheduleText
{
    private static readonly string[] Zoned =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK"];

    private static readonly string[] Local =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"];

    /// <returns>The time in UTC; never one that has passed, nor one that the local clock skips.</returns>
    public static Parsed<DateTimeOffset> Parse(string text, TimeProvider clock)
    {
        var time = Read(text, clock.LocalTimeZone);
        if (time.Problem is null && time.Value <= clock.GetUtcNow())
        {
            return Parsed<DateTimeOffset>.Wrong(string.Create(
                CultureInfo.InvariantCulture,
                $"The time of --at, {time.Value:yyyy-MM-dd HH:mm:ss} UTC, has passed; it is {clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC now."));
        }

        return time;
    }

    private static Parsed<DateTimeOffset> Read(string text, TimeZoneInfo zone)
    {
        if (DateTime.TryParseExact(text, Local, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            if (zone.IsInvalidTime(local))
            {
                return Parsed<DateTimeOffset>.Wrong(
                    $"The time of --at, '{text}', does not exist in the zone {zone.Id}: the clock is put forward then. Add an offset, as in 2026-11-24T09:00+01:00.");
            }

            return Parsed<DateTimeOffset>.Of(new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime());
        }

        return DateTimeOffset.TryParseExact(text, Zoned, CultureInfo.InvariantCulture, DateTimeStyles.None, out var zoned)
            ? Parsed<DateTimeOffset>.Of(zoned.ToUniversalTime())
            : Parsed<DateTimeOffset>.Wrong(
                $"The time of --at, '{text}', is not understood; write it as 2026-11-24T09:00 (local), 2026-11-24T09:00+01:00 or 2026-11-24T08:00Z.");
    }
}
