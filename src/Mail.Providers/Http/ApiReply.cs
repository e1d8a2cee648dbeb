using System.Globalization;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>An answer of an API.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Headers">By name, in any case; several values of one name are joined with commas.</param>
/// <param name="Body">At most <see cref="ApiClient.LongestBody"/> octets of it, as UTF-8.</param>
/// <param name="At">When it was read, by the clock that dates in headers are held against.</param>
internal sealed record ApiReply(int Status, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At)
{
    // A wish beyond this is a mistake of the far side, or a ban that a person should see.
    private static readonly TimeSpan LongestWish = TimeSpan.FromHours(48);

    /// <summary>The <c>Retry-After</c> header (RFC 9110, section 10.2.3), seconds or a date; null when there is none that can be read.</summary>
    public TimeSpan? RetryAfter => Seconds("Retry-After") ?? Date("Retry-After");

    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>A header that holds a number of seconds from now, as in <c>ratelimit-reset: 30</c>; at most 48 hours.</summary>
    public TimeSpan? Seconds(string name) => Number(name) is { } seconds and >= 0 ? Bounded(seconds) : null;

    /// <summary>A header that holds seconds since 1970, as in <c>X-RateLimit-Reset: 1796000000</c>: how long until then.</summary>
    public TimeSpan? Until(string name) => Number(name) is { } moment ? Bounded(moment - At.ToUnixTimeSeconds()) : null;

    private double? Number(string name)
        => double.TryParse(Header(name), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : null;

    private TimeSpan? Date(string name)
        => DateTimeOffset.TryParseExact(Header(name), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? Bounded((date - At).TotalSeconds)
            : null;

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWish.TotalSeconds));
}
