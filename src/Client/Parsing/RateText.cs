using System.Globalization;

namespace EmailCampaign.Client.Parsing;

/// <summary>A rate as it is typed: <c>14/s</c>, <c>600/m</c> or <c>1000/h</c>.</summary>
internal static class RateText
{
    /// <returns>Mails per second, more than 0.</returns>
    public static Parsed<double> Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var seconds = slash < 0 ? 0 : text[(slash + 1)..].Trim() switch
        {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };

        return seconds > 0
            && double.TryParse(text.AsSpan(0, slash).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count > 0 && double.IsFinite(count)
            ? Parsed<double>.Of(count / seconds)
            : Parsed<double>.Wrong($"The rate '{text}' is not understood; write it as 14/s, 600/m or 1000/h.");
    }
}
