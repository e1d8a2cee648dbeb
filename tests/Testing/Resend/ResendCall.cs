using System.Text.Json;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Testing.Resend;

/// <summary>A call that arrived.</summary>
/// <param name="Door">By which address it came.</param>
/// <param name="Recipients">Of its mails, in order.</param>
public sealed record ResendCall(int Door, string Key, string Body, IReadOnlyList<string> Recipients, ResendFate Fate)
{
    internal static ResendCall Of(HttpSeen request, int door)
    {
        var json = request.Json;
        IEnumerable<JsonElement> mails = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [json];
        return new(
            door, request.Header("Idempotency-Key") ?? "", request.Body, [.. mails.Select(static mail => mail.GetProperty("to")[0].GetString()!)],
            ResendFate.Taken);
    }
}
