using System.Text.Json;
using EmailCampaign.Mail.Composition;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary><c>SendEmail</c> with the whole MIME message: what the recipient gets is what was composed here.</summary>
internal static class SesRawCall
{
    public const string Path = "v2/email/outbound-emails";

    public static byte[] Body(OutgoingMessage message, SesOptions options)
    {
        using var mime = MimeComposer.Compose(message);
        using var bytes = new MemoryStream();
        mime.WriteTo(MimeComposer.Wire, bytes);
        return SesJson.Write(json =>
        {
            json.WriteString("FromEmailAddress", SesAddress.Bare(message.From.Address));
            json.WriteDestination(message);
            json.WriteStartObject("Content");
            json.WriteStartObject("Raw");
            json.WriteBase64String("Data", bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteTags("EmailTags", message);
            json.WriteOptional("ConfigurationSetName", options.ConfigurationSet);
            json.WriteOptional("FeedbackForwardingEmailAddress", options.FeedbackAddress);
        });
    }

    public static SendOutcome Outcome(ApiReply reply, string recipient) => !reply.IsSuccess
        ? SesReplyRules.Classify(SesError.Of(reply), reply.RetryAfter, recipient)
        : MessageId(reply.Body) is { Length: > 0 } id
            ? new SendOutcome.Accepted(id)
            : new SendOutcome.Unknown("The answer is a success without a MessageId: " + ReplyText.OneLine(reply.Body, 200));

    private static string? MessageId(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("MessageId", out var id)
                && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
