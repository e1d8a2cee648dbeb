using System.Text.Json;
using System.Text.Json.Serialization;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

/// <summary>SES's spelling of requests and answers.</summary>
internal static class SesWire
{
    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static SesOptions Options(Uri address, string secret = "secret") => new()
    {
        Region = "eu-west-1",
        AccessKeyId = "AKIDEXAMPLE",
        SecretAccessKey = secret,
        BaseAddress = address,
    };

    public static HttpAction.Reply Error(int status, string type, string text)
        => new(status, JsonSerializer.Serialize(new { message = text }), [("x-amzn-ErrorType", type), ("Content-Type", "application/json")]);

    public static IReadOnlyList<string> Recipients(JsonElement mail)
        => [.. mail.GetProperty("Destination").GetProperty("ToAddresses").EnumerateArray().Select(static address => address.GetString()!)];

    public static IReadOnlyList<string> BulkRecipients(JsonElement call)
        => [.. call.GetProperty("BulkEmailEntries").EnumerateArray().SelectMany(Recipients)];

    /// <summary>A status for each entry of a bulk call, with an id for each that is sent.</summary>
    public static HttpAction.Reply Results(HttpSeen request, Func<string, string> status)
        => new(200, JsonSerializer.Serialize(new
        {
            BulkEmailEntryResults = BulkRecipients(request.Json).Select((to, index) => status(to) is var word && word == "SUCCESS"
                ? new { Status = word, Error = (string?)null, MessageId = (string?)$"id-{request.Number}-{index}" }
                : new { Status = word, Error = (string?)$"{word} of one", MessageId = (string?)null }),
        }, WithoutNulls));
}
