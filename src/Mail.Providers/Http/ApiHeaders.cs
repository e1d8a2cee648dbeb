using System.Text;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Sending;
using MimeKit;
using MimeKit.Utils;

namespace EmailCampaign.Mail.Providers.Http;

/// <summary>The headers of a mail as an API takes them: by name, in ASCII.</summary>
internal static class ApiHeaders
{
    /// <summary>The campaign's headers and the Message-ID, in a fixed order.</summary>
    /// <exception cref="ArgumentException">A header that no mail may have, or one that is there twice: a JSON object holds a name once.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(OutgoingMessage message)
    {
        var headers = new List<KeyValuePair<string, string>>(message.Headers.Count + 1);
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in message.Headers)
        {
            if (HeaderRules.Problem(name, value) is { } problem)
            {
                throw new ArgumentException(problem, nameof(message));
            }

            if (!names.Add(name))
            {
                throw new ArgumentException($"the header {name} is there twice, and an API takes each once", nameof(message));
            }

            headers.Add(new(name, Encoded(value)));
        }

        headers.Add(new("Message-ID", $"<{message.MessageId}>"));
        return headers;
    }

    // RFC 2047. What a vendor does with raw UTF-8 in a header is not written down.
    private static string Encoded(string value) => Ascii.IsValid(value)
        ? value
        : Encoding.ASCII.GetString(Rfc2047.EncodeText(FormatOptions.Default, Encoding.UTF8, value)).ReplaceLineEndings("");
}
