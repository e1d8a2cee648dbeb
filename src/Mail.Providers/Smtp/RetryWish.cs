using System.Globalization;
using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The waiting time a server names in its reply ("greylisted, try again in 300 seconds").</summary>
internal static partial class RetryWish
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(48);

    /// <summary>The time, at most 48 hours; null when the text names none.</summary>
    public static TimeSpan? From(string text)
    {
        var match = Wish().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var number = int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var time = char.ToLowerInvariant(match.Groups["unit"].ValueSpan[0]) switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
        return time < Longest ? time : Longest;
    }

    [GeneratedRegex(@"\b(in|after|for)\s+(?<number>[0-9]{1,6})\s*(?<unit>s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Wish();
}
