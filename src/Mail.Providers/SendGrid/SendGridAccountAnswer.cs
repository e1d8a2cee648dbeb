using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.SendGrid;

/// <summary>What SendGrid answers to a question for a key's scopes, as an account's state.</summary>
internal static class SendGridAccountAnswer
{
    private const string NeededScope = "mail.send";

    public static ProviderAccountState Read(ApiReply reply, bool sandbox)
    {
        if (reply.IsSuccess)
        {
            return ApiJson.Read(reply.Body) is { } json && json.TryGetProperty("scopes", out var scopes) && scopes.ValueKind == JsonValueKind.Array
                ? OfScopes(json.Items("scopes"), sandbox)
                : new(ProviderAccountStatus.Unknown, "The answer is not that of SendGrid: " + ReplyText.OneLine(reply.Body, 200));
        }

        var outcome = SendGridReplyRules.Classify(reply);

        // A key that is known and may not ask: nothing is said about mails.
        return reply.Status == 403 && outcome is SendOutcome.Refused { Reason: RefuseReason.Authentication } refused
            ? new(ProviderAccountStatus.Unknown, "SendGrid does not tell what the key may do: " + refused.Reply)
            : AccountFault.Of(outcome);
    }

    private static ProviderAccountState OfScopes(IReadOnlyList<JsonElement> scopes, bool sandbox)
        => scopes.Any(static scope => scope.ValueKind == JsonValueKind.String && scope.ValueEquals(NeededScope))
            ? new(ProviderAccountStatus.Ready, "SendGrid: the key may send mail." + (sandbox ? " The sandbox is on: SendGrid checks each mail and sends none." : ""))
            : new(ProviderAccountStatus.Refuses, $"SendGrid: the key may not send mail (it lacks the scope {NeededScope}).");
}
