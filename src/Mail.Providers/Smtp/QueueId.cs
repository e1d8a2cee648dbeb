using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The name under which a server queued a mail, taken from its final reply.</summary>
internal static partial class QueueId
{
    private const int Longest = 100;

    /// <summary>The X of "queued as X" (postfix) or "id=X" (exim); otherwise the reply itself, cut at 100 characters.</summary>
    public static string From(string reply)
    {
        var match = Known().Match(reply);
        return match.Success ? match.Groups["id"].Value : SmtpReply.OneLine(reply, Longest);
    }

    [GeneratedRegex(@"\b(queued as |id=)(?<id>[!-~]{1,100})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Known();
}
