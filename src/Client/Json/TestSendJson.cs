using EmailCampaign.Accounts;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Json;

/// <summary>What became of a test mail as JSON: a contract, so fields are only ever added.</summary>
internal static class TestSendJson
{
    public static string Of(TestMail mail, string messageId, TestSendResult result) => JsonLine.Of(json =>
    {
        json.WriteString("email", mail.To);
        json.WriteNumber("row", mail.Line);
        json.WriteString("subject", mail.Subject);
        json.WriteString("messageId", messageId);
        json.WriteString("account", result.Account);
        json.WriteString("outcome", KebabNames.Of(result.Outcome));
        json.WriteString("said", result.Text);
        json.WriteBoolean("leavesTheMachine", result.LeavesTheMachine);
        if (result.RetryAfter is { } wait)
        {
            json.WriteNumber("retryAfterSeconds", Math.Round(wait.TotalSeconds, 1));
        }
        else
        {
            json.WriteNull("retryAfterSeconds");
        }
    });
}
