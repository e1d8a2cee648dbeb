using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Resend;

/// <summary>What Resend answers to a question for its domains, as an account's state.</summary>
internal static class ResendAccountAnswer
{
    // An account may have hundreds; a person reads a few.
    private const int MostNames = 5;

    public static ProviderAccountState Read(ApiReply reply) => reply.IsSuccess
        ? ApiJson.Read(reply.Body) is { } json && json.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? OfDomains(json.Items("data"))
            : new(ProviderAccountStatus.Unknown, "The answer is not that of Resend: " + ReplyText.OneLine(reply.Body, 200))
        : ApiJson.Read(reply.Body)?.Text("name") == "restricted_api_key"
            ? new(ProviderAccountStatus.Ready, "Resend: the key is good. It may only send, and not list the account's domains: whether the sender's is verified shows when a mail is sent.")
            : AccountFault.Of(ResendReplyRules.Classify(reply, single: false));

    private static ProviderAccountState OfDomains(IReadOnlyList<JsonElement> domains)
    {
        var verified = domains.Where(static domain => domain.Text("status") == "verified").Select(Name).ToList();
        var others = domains.Where(static domain => domain.Text("status") != "verified").Select(static domain => $"{Name(domain)} ({ReplyText.OneLine(domain.Text("status") ?? "?", 40)})").ToList();
        var rest = others.Count > 0 ? $" Not verified: {Listed(others)}." : "";
        return verified.Count > 0
            ? new(ProviderAccountStatus.Ready, $"Resend: the account sends for {Listed(verified)}.{rest}")
            : new(ProviderAccountStatus.Refuses, $"Resend: the account has no domain that is verified, so it sends to nobody but its owner.{rest}");
    }

    private static string Name(JsonElement domain) => ReplyText.OneLine(domain.Text("name") ?? "?", 100);

    private static string Listed(List<string> names)
        => string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
