using System.Globalization;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>An enhanced mail system status code (RFC 3463): class, subject, detail.</summary>
internal sealed record EnhancedStatusCode(int Class, int Subject, int Detail)
{
    /// <summary>Reads the code that leads a reply's text; null when there is none.</summary>
    public static EnhancedStatusCode? Parse(string text)
    {
        var rest = text.AsSpan().TrimStart(" -"); // Gmail writes 421-4.7.0; the basic code is cut off by then
        return Number(ref rest, '.') is { } status and (2 or 4 or 5)
            && Number(ref rest, '.') is { } subject
            && Number(ref rest, end: null) is { } detail
            ? new EnhancedStatusCode(status, subject, detail)
            : null;
    }

    private static int? Number(ref ReadOnlySpan<char> rest, char? end)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9') is >= 0 and var stop ? stop : rest.Length;
        if (length is 0 or > 3 || (end is null ? length < rest.Length && rest[length] == '.' : length == rest.Length || rest[length] != end))
        {
            return null;
        }

        var number = int.Parse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[(end is null ? length : length + 1)..];
        return number;
    }
}
