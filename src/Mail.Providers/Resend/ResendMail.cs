using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>One mail as Resend takes it, alone or in a batch. The same mail gives the same bytes.</summary>
internal static class ResendMail
{
    private const int LongestTag = 256;

    public static byte[] Compose(OutgoingMessage message) => ApiJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("from", ApiMailbox.Whole(message.From));
        json.WriteStartArray("to");
        json.WriteStringValue(message.To);
        json.WriteEndArray();
        json.WriteString("subject", message.Subject);
        if (message.Html is { } html)
        {
            json.WriteString("html", html);
        }

        json.WriteString("text", message.Text);
        if (message.ReplyTo is { } replyTo)
        {
            json.WriteStartArray("reply_to");
            json.WriteStringValue(ApiMailbox.Whole(replyTo));
            json.WriteEndArray();
        }

        json.WriteStrings("headers", ApiHeaders.Of(message));
        json.WriteStartArray("tags");
        json.WriteStartObject();
        json.WriteString("name", "campaign");
        json.WriteString("value", Tag(message.CampaignId));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteAttachments(json, message.Attachments);
        json.WriteEndObject();
    });

    /// <summary>The mails of a batch as one array.</summary>
    public static byte[] Batch(IReadOnlyList<ApiPart> parts)
    {
        var batch = new byte[parts.Sum(static part => part.Content.Length + 1) + 1];
        batch[0] = (byte)'[';
        var at = 1;
        foreach (var part in parts)
        {
            part.Content.CopyTo(batch, at);
            at += part.Content.Length;
            batch[at++] = (byte)',';
        }

        batch[at - 1] = (byte)']';
        return batch;
    }

    /// <summary>Key of a call: the same members in the same order give the same key, any other give another.</summary>
    public static string Key(IReadOnlyList<ApiPart> parts)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(static part => part.Message.IdempotencyKey)))));

    // ASCII letters, digits, '_' and '-' alone.
    private static string Tag(string text)
        => string.Concat(text.Take(LongestTag).Select(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' ? letter : '-'));

    private static void WriteAttachments(Utf8JsonWriter json, IReadOnlyList<MailAttachment> attachments)
    {
        if (attachments.Count == 0)
        {
            return;
        }

        json.WriteStartArray("attachments");
        foreach (var file in attachments)
        {
            json.WriteStartObject();
            json.WriteString("filename", file.FileName);
            json.WriteString("content_type", file.ContentType);
            json.WriteBase64String("content", file.Content.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
