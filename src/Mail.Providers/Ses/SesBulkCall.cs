using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary><c>SendBulkEmail</c>: up to 50 mails in one call, which SES composes itself.</summary>
internal static class SesBulkCall
{
    public const string Path = "v2/email/outbound-bulk-emails";

    /// <summary>Most entries of a call.</summary>
    public const int Entries = 50;

    /// <summary>Most octets of a call; SES documents no limit of its own.</summary>
    public const int Octets = 5_000_000;

    public static byte[] Body(IReadOnlyList<ApiPart> parts, SesOptions options)
    {
        var first = parts[0].Message;
        return SesJson.Write(json =>
        {
            json.WriteString("FromEmailAddress", SesAddress.Full(first.From));
            if (first.ReplyTo is { } replyTo)
            {
                json.WriteStartArray("ReplyToAddresses");
                json.WriteStringValue(SesAddress.Full(replyTo));
                json.WriteEndArray();
            }

            WriteTemplate(json, hasHtml: first.Html is not null);
            json.WriteStartArray("BulkEmailEntries");
            foreach (var part in parts)
            {
                json.WriteRawValue(part.Content, skipInputValidation: true);
            }

            json.WriteEndArray();
            json.WriteOptional("ConfigurationSetName", options.ConfigurationSet);
            json.WriteOptional("FeedbackForwardingEmailAddress", options.FeedbackAddress);
        });
    }

    public static IReadOnlyList<SendOutcome> Outcomes(ApiReply reply, IReadOnlyList<ApiPart> parts)
    {
        if (!reply.IsSuccess)
        {
            return All(parts, SesReplyRules.Classify(SesError.Of(reply), reply.RetryAfter, parts.Count == 1 ? parts[0].Message.To : null));
        }

        return Results(reply.Body) is { } results && results.Count == parts.Count
            ? results
            : All(parts, new SendOutcome.Unknown("The answer is a success without a result for each mail: " + ReplyText.OneLine(reply.Body, 200)));
    }

    private static void WriteTemplate(Utf8JsonWriter json, bool hasHtml)
    {
        json.WriteStartObject("DefaultContent");
        json.WriteStartObject("Template");
        json.WriteStartObject("TemplateContent");
        json.WriteString("Subject", "{{s}}");
        json.WriteOptional("Html", hasHtml ? "{{h}}" : null);
        json.WriteString("Text", "{{t}}");
        json.WriteEndObject();
        json.WriteString("TemplateData", "{}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static List<SendOutcome>? Results(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("BulkEmailEntryResults", out var results) && results.ValueKind == JsonValueKind.Array
                ? [.. results.EnumerateArray().Select(Outcome)]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static SendOutcome Outcome(JsonElement result)
        => SesBulkRules.Classify(Word(result, "Status"), Word(result, "Error"), Word(result, "MessageId"));

    private static string Word(JsonElement result, string name)
        => result.ValueKind == JsonValueKind.Object && result.TryGetProperty(name, out var word) && word.ValueKind == JsonValueKind.String
            ? word.GetString()!
            : "";

    private static IReadOnlyList<SendOutcome> All(IReadOnlyList<ApiPart> parts, SendOutcome outcome) => [.. Enumerable.Repeat(outcome, parts.Count)];
}
