using System.Globalization;
using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;

namespace EmailCampaign.Mail.Providers.Ses;

/// <summary>An answer that is no success.</summary>
/// <param name="Type">The error's name without prefix and without <c>Exception</c>; empty when the answer names none.</param>
/// <param name="Text">What SES says; never its secrets, and cut.</param>
internal readonly record struct SesError(int Status, string Type, string Text)
{
    private const string Suffix = "Exception";

    public static SesError Of(ApiReply reply)
    {
        var (type, text) = Body(reply.Body);
        return new(reply.Status, Plain(reply.Header("x-amzn-ErrorType") ?? type), text);
    }

    public bool Says(string words) => Text.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>The error on one line, cut: fit for a ledger and a terminal.</summary>
    public override string ToString()
        => ReplyText.OneLine(string.Create(CultureInfo.InvariantCulture, $"{Status} {Type}{(Type.Length > 0 && Text.Length > 0 ? ": " : "")}{Text}"));

    // "com.amazonaws.ses#BadRequestException:http://..." is BadRequest.
    private static string Plain(string type)
    {
        var name = type.Split(':')[0].Split('#')[^1].Trim();
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private static (string Type, string Text) Body(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? (Word(json.RootElement, "__type", "code"), Word(json.RootElement, "message", "Message"))
                : ("", body);
        }
        catch (JsonException)
        {
            return ("", body);
        }
    }

    private static string Word(JsonElement json, string name, string other)
        => (json.TryGetProperty(name, out var word) || json.TryGetProperty(other, out word)) && word.ValueKind == JsonValueKind.String
            ? word.GetString()!
            : "";
}
