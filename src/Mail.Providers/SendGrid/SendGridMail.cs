using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>Mails as SendGrid takes them: what is one recipient's own in a personalization, the content once for all of them.</summary>
internal static class SendGridMail
{
    /// <summary>Whether two mails differ only in what a personalization can hold: recipient, subject, headers.</summary>
    public static bool HaveOneContent(OutgoingMessage one, OutgoingMessage other)
        => one.Text == other.Text && one.Html == other.Html && one.From == other.From && one.ReplyTo == other.ReplyTo
            && one.CampaignId == other.CampaignId && one.Attachments.SequenceEqual(other.Attachments);

    public static byte[] Personalization(OutgoingMessage message) => ApiJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("to");
        json.WriteStartObject();
        json.WriteString("email", message.To);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("subject", message.Subject);
        json.WriteStrings("headers", Headers(message));

        // What its events are matched by.
        json.WriteStrings("custom_args", [new("campaign", message.CampaignId), new("token", message.IdempotencyKey)]);
        json.WriteEndObject();
    });

    /// <summary>The request for mails of one content.</summary>
    public static byte[] Compose(IReadOnlyList<ApiPart> parts, bool sandbox) => ApiJson.Write(json =>
    {
        var message = parts[0].Message;
        json.WriteStartObject();
        json.WriteStartArray("personalizations");
        foreach (var part in parts)
        {
            json.WriteRawValue(part.Content, skipInputValidation: true);
        }

        json.WriteEndArray();
        WriteMailbox(json, "from", message.From);
        if (message.ReplyTo is { } replyTo)
        {
            WriteMailbox(json, "reply_to", replyTo);
        }

        json.WriteString("subject", message.Subject);
        WriteContent(json, message);
        WriteAttachments(json, message.Attachments);
        if (sandbox)
        {
            json.WriteStartObject("mail_settings");
            json.WriteStartObject("sandbox_mode");
            json.WriteBoolean("enable", true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    private static IReadOnlyList<KeyValuePair<string, string>> Headers(OutgoingMessage message)
    {
        var headers = ApiHeaders.Of(message);
        return headers.FirstOrDefault(static header => header.Key.StartsWith("x-sg-", StringComparison.OrdinalIgnoreCase)).Key is { } reserved
            ? throw new ArgumentException($"the header {reserved} is SendGrid's own", nameof(message))
            : headers;
    }

    // A name with one of these is refused.
    private static void WriteMailbox(Utf8JsonWriter json, string name, Mailbox mailbox)
    {
        json.WriteStartObject(name);
        json.WriteString("email", ApiMailbox.Address(mailbox));
        if (mailbox.Name.Length > 0)
        {
            json.WriteString("name", mailbox.Name.Replace(';', ' ').Replace(',', ' '));
        }

        json.WriteEndObject();
    }

    // The plain part comes first, and none may be empty.
    private static void WriteContent(Utf8JsonWriter json, OutgoingMessage message)
    {
        json.WriteStartArray("content");
        if (message.Text.Length > 0 || string.IsNullOrEmpty(message.Html))
        {
            WritePart("text/plain", message.Text.Length > 0 ? message.Text : " ");
        }

        if (!string.IsNullOrEmpty(message.Html))
        {
            WritePart("text/html", message.Html);
        }

        json.WriteEndArray();

        void WritePart(string type, string value)
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
    }

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
            json.WriteBase64String("content", file.Content.Span);
            json.WriteString("type", file.ContentType);
            json.WriteString("filename", file.FileName);
            json.WriteString("disposition", "attachment");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
