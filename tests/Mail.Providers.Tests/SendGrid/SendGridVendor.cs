using System.Text.Json;
using EmailCampaign.Mail.Providers.SendGrid;
using EmailCampaign.Testing.Http;

namespace EmailCampaign.Mail.Providers.Tests.SendGrid;

/// <summary>SendGrid's spelling of replies.</summary>
internal static class SendGridVendor
{
    public const string Key = "SG.secret.of.the.account-0123456789";

    public static SendGridProvider Provider(Uri address, TimeProvider? clock = null, Action<SendGridOptions>? configure = null)
    {
        var options = new SendGridOptions { ApiKey = Key, BaseAddress = address };
        configure?.Invoke(options);
        return new SendGridProvider("sendgrid", options, clock ?? TimeProvider.System);
    }

    public static IReadOnlyList<string> Recipients(HttpSeen request)
        => [.. request.Json.GetProperty("personalizations").EnumerateArray().Select(static item => item.GetProperty("to")[0].GetProperty("email").GetString()!)];

    public static HttpAction.Reply Accepts(HttpSeen request) => new HttpAction.Reply(202).With("X-Message-Id", $"id{request.Number}");

    public static HttpAction.Reply Error(int status, string? field, string message)
        => new(status, JsonSerializer.Serialize(new { errors = new[] { new { message, field, help = (string?)null } } }));
}
