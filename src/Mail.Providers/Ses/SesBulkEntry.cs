using System.Text;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>
/// One mail of a bulk call. The template of the call only passes through what was rendered here: <c>{{s}}</c>, <c>{{h}}</c> and <c>{{t}}</c>.
/// </summary>
internal static class SesBulkEntry
{
    private const int LongestData = 262_144;
    private const int LongestHeaderName = 126;
    private const int LongestHeaderValue = 995;

    /// <summary>Whether the mail can go this way: no attachments, headers that need no encoding, and not too long.</summary>
    public static bool Fits(OutgoingMessage message)
        => message.Attachments.Count == 0
            && message.Headers.All(static header => IsPlain(header.Key, LongestHeaderName) && IsPlain(header.Value, LongestHeaderValue)
                && header.Key.Length + header.Value.Length <= LongestHeaderValue + 1)
            && Size(message) <= LongestData;

    /// <summary>Whether two mails can share a call: what is said once for all entries is the same.</summary>
    public static bool Agree(OutgoingMessage one, OutgoingMessage other)
        => one.From == other.From && one.ReplyTo == other.ReplyTo && one.Html is null == other.Html is null;

    /// <summary>At least what the entry takes in the body of the call, in octets: its texts become JSON twice.</summary>
    public static int Size(OutgoingMessage message)
    {
        var headers = message.Headers.Sum(static header => header.Key.Length + header.Value.Length + 40);
        return 600 + headers + Escaped(message.Subject) + Escaped(message.Text) + Escaped(message.Html ?? "");
    }

    public static byte[] Body(OutgoingMessage message) => SesJson.Write(json =>
    {
        json.WriteDestination(message);
        json.WriteStartObject("ReplacementEmailContent");
        json.WriteStartObject("ReplacementTemplate");
        json.WriteString("ReplacementTemplateData", Data(message));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WritePairs("ReplacementHeaders", message.Headers.Select(static header => (header.Key, header.Value)));
        json.WriteTags("ReplacementTags", message);
    });

    private static string Data(OutgoingMessage message) => Encoding.UTF8.GetString(SesJson.Write(json =>
    {
        json.WriteString("s", message.Subject);
        json.WriteOptional("h", message.Html);
        json.WriteString("t", message.Text);
    }));

    // A quote, a backslash and a line break are one character, two in JSON, and up to four in JSON inside JSON.
    private static int Escaped(string text)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        foreach (var letter in text)
        {
            size += letter switch
            {
                '"' or '\\' => 3,
                '\n' or '\r' or '\t' => 2,
                < ' ' => 6,
                _ => 0,
            };
        }

        return size;
    }

    private static bool IsPlain(string text, int longest) => text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
