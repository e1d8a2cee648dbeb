using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Providers.Resend;

namespace EmailCampaign.Mail.Providers.Tests.Resend;

public sealed class ResendReplyRulesTests
{
    [Theory]
    [InlineData(400, "invalid_idempotency_key", "The key must be between 1-256 chars.", "Refused:Other")]
    [InlineData(400, "validation_error", "Invalid `to` field. The email address needs to follow the `email@example.com` format.", "Rejected:BadAddress")]
    [InlineData(400, "validation_error", "Invalid `from` field.", "Refused:Sender")]
    [InlineData(400, "validation_error", "Missing `subject` field.", "Refused:Other")]
    [InlineData(400, "validation_error", "API key is invalid", "Refused:Authentication")]
    [InlineData(401, "missing_api_key", "Missing API key in the authorization header.", "Refused:Authentication")]
    [InlineData(401, "restricted_api_key", "This API key is restricted to only send emails.", "Refused:Authentication")]
    [InlineData(403, "invalid_api_key", "API key is invalid.", "Refused:Authentication")]
    [InlineData(403, "validation_error", "The acme.example domain is not verified.", "Refused:Sender")]
    [InlineData(403, "validation_error", "You can only send testing emails to your own email address.", "Refused:Sender")]
    [InlineData(404, "not_found", "The requested endpoint does not exist.", "Refused:Configuration")]
    [InlineData(405, "method_not_allowed", "Method is not allowed.", "Refused:Configuration")]
    [InlineData(409, "concurrent_idempotent_requests", "Same key used while the original request is in progress.", "Deferred:Fault")]
    [InlineData(409, "invalid_idempotent_request", "Same key used with a different payload.", "Unknown")]
    [InlineData(413, "", "Payload too large", "Rejected:MessageTooLarge")]
    [InlineData(422, "missing_required_field", "Missing `subject` field.", "Refused:Other")]
    [InlineData(422, "missing_required_field", "Missing `to` field.", "Rejected:BadAddress")]
    [InlineData(422, "invalid_attachment", "Attachment must have either a `content` or `path`.", "Refused:Other")]
    [InlineData(422, "invalid_from_address", "Invalid from address.", "Refused:Sender")]
    [InlineData(403, "invalid_from_address", "Invalid from address.", "Refused:Sender")]
    [InlineData(422, "invalid_access", "Access must be full_access or sending_access.", "Refused:Authentication")]
    [InlineData(422, "invalid_parameter", "The parameter must be a valid UUID.", "Refused:Other")]
    [InlineData(422, "invalid_region", "Region must be one of ...", "Refused:Other")]
    [InlineData(429, "rate_limit_exceeded", "Too many requests.", "Throttled")]
    [InlineData(429, "daily_quota_exceeded", "You have reached your daily email quota.", "Refused:Quota")]
    [InlineData(429, "monthly_quota_exceeded", "You have reached your monthly email quota.", "Refused:Quota")]
    [InlineData(451, "security_error", "We may have found a security issue.", "Refused:Suspended")]
    [InlineData(500, "application_error", "An unexpected error occurred.", "Unknown")]
    [InlineData(500, "internal_server_error", "An unexpected error occurred.", "Unknown")]
    [InlineData(418, "teapot", "I am one.", "Refused:Other")]
    public void Classify_NamedError_IsAsTheTableSays(int status, string name, string message, string expected)
    {
        var body = JsonSerializer.Serialize(new { statusCode = status, name, message });

        Assert.Equal(expected, OutcomeText.Of(ResendReplyRules.Classify(Reply(status, body), single: true)));
        Assert.Equal(expected, OutcomeText.Of(ResendReplyRules.Classify(Reply(status, body.Replace("\"name\"", "\"type\"")), single: true)));
    }

    [Theory]
    [InlineData(301, "Refused:Configuration")]
    [InlineData(400, "Refused:Other")]
    [InlineData(401, "Refused:Authentication")]
    [InlineData(403, "Refused:Configuration")]
    [InlineData(408, "Unknown")]
    [InlineData(429, "Throttled")]
    [InlineData(502, "Unknown")]
    [InlineData(503, "Unknown")]
    [InlineData(504, "Unknown")]
    public void Classify_NoJson_IsAsItsStatusSays(int status, string expected)
        => Assert.Equal(expected, OutcomeText.Of(ResendReplyRules.Classify(Reply(status, "error code: 1010"), single: true)));

    [Theory]
    [InlineData(400, "Invalid `to` field.", "Refused:Other")]
    [InlineData(413, "Payload too large", "Refused:MessageTooLarge")]
    public void Classify_ErrorOfAWholeBatch_IsNobodysInParticular(int status, string message, string expected)
        => Assert.Equal(
            expected,
            OutcomeText.Of(ResendReplyRules.Classify(Reply(status, JsonSerializer.Serialize(new { name = "validation_error", message })), single: false)));

    [Theory]
    [InlineData("Invalid `to` field.", "Rejected:BadAddress")]
    [InlineData("The acme.example domain is not verified.", "Refused:Sender")]
    [InlineData("Missing `html` or `text` field.", "Rejected:Other")]
    public void OfItem_ErrorOfOneMail_IsAsItsFieldSays(string message, string expected)
        => Assert.Equal(expected, OutcomeText.Of(ResendReplyRules.OfItem(message)));

    private static ApiReply Reply(int status, string body) => new(status, new Dictionary<string, string>(), body, DateTimeOffset.UnixEpoch);
}
