using System.Text.Json;
using EmailCampaign.Mail.Providers.Resend;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

/// <summary>Resend's spelling of replies, as its API description has it.</summary>
internal static class ResendVendor
{
    public const string Key = "re_secret.of.the.account-0123456789";

    public static ResendProvider Provider(Uri address, TimeProvider? clock = null, string key = Key)
        => new("resend", new ResendOptions { ApiKey = key, BaseAddress = address }, clock ?? TimeProvider.System);

    public static IReadOnlyList<JsonElement> Mails(HttpSeen request)
        => request.Json.ValueKind == JsonValueKind.Array ? [.. request.Json.EnumerateArray()] : [request.Json];

    public static IReadOnlyList<string> Recipients(HttpSeen request) => [.. Mails(request).Select(static mail => mail.GetProperty("to")[0].GetString()!)];

    public static HttpAction.Reply Accepts(HttpSeen request) => request.Target == "/emails"
        ? new(200, $$"""{"id":"{{Id(request, 0)}}"}""")
        : new(200, $$"""{"data":[{{string.Join(',', Mails(request).Select((_, i) => $$"""{"id":"{{Id(request, i)}}"}"""))}}]}""");

    /// <summary>A permissive batch in which some mails are refused.</summary>
    public static HttpAction.Reply Permissive(HttpSeen request, Func<string, string?> error)
    {
        var recipients = Recipients(request);
        var errors = recipients.Select((recipient, index) => (index, message: error(recipient))).Where(static item => item.message is not null).ToList();
        var taken = Enumerable.Range(0, recipients.Count).Except(errors.Select(static item => item.index));
        return new(200, JsonSerializer.Serialize(new
        {
            data = taken.Select(index => new { id = Id(request, index) }),
            errors = errors.Select(static item => new { item.index, item.message }),
        }));
    }

    public static HttpAction.Reply Error(int status, string name, string message)
        => new(status, JsonSerializer.Serialize(new { statusCode = status, name, message }));

    private static string Id(HttpSeen request, int index) => $"{request.Number:x8}-{index:x4}";
}
