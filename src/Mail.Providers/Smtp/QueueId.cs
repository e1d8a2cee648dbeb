using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace EmailCampaign.Mail.Providers.Smtp;

/// <summary>The name under which a server queued a mail, taken from its final reply.</summary>
internal static partial class QueueId
{
    private const int Longest = 100;

    // Most servers say neither, with each mail: that is seen without the pattern.
    private static readonly SearchValues<string> Marks = SearchValues.Create(["queued as ", "id="], StringComparison.OrdinalIgnoreCase);

    /// <summary>The X of "queued as X" (postfix) or "id=X" (exim); otherwise the reply itself, cut at 100 characters.</summary>
    public static string From(string reply)
        => reply.AsSpan().ContainsAny(Marks) && Known().Match(reply) is { Success: true } match ? match.Groups["id"].Value : SmtpReply.OneLine(reply, Longest);

    /// <summary>The same from the octets of a reply; what postfix says is found without a search by pattern.</summary>
    public static string From(ReadOnlySpan<byte> reply)
    {
        var start = reply.IndexOf(Postfix);
        if (start > 0 && reply[start - 1] == (byte)' ' && reply[..start].IndexOf((byte)'=') < 0)
        {
            var id = reply[(start + Postfix.Length)..];
            var length = id.IndexOfAnyExceptInRange((byte)'!', (byte)'~') is >= 0 and var end ? end : id.Length;
            if (length is > 0 and <= Longest)
            {
                return Encoding.ASCII.GetString(id[..length]);
            }
        }

        return From(Encoding.UTF8.GetString(reply));
    }

    private static ReadOnlySpan<byte> Postfix => "queued as "u8;

    [GeneratedRegex(@"\b(queued as |id=)(?<id>[!-~]{1,100})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Known();
}
