using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesReplyRulesTests
{
    [Theory]
    // The mail, its recipient or its sender.
    [InlineData(400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-WEST-1: news@acme.test", "Refused:Sender")]
    [InlineData(400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-WEST-1: jane@x.test", "Refused:Sender")]
    [InlineData(400, "MessageRejected", "Message contained a virus.", "Refused:Other")]
    [InlineData(400, "MessageRejected", "Message length is more than 41943040 bytes long: '52428800'.", "Rejected:MessageTooLarge")]
    [InlineData(400, "MessageRejected", "Local address contains control or whitespace", "Rejected:BadAddress")]
    [InlineData(400, "MessageRejected", "Transaction failed: Duplicate header 'From'.", "Rejected:Policy")]
    [InlineData(400, "BadRequestException", "Missing final '@domain'", "Rejected:BadAddress")]
    [InlineData(400, "BadRequestException", "Domain contains illegal character", "Rejected:BadAddress")]
    [InlineData(400, "BadRequestException", "Invalid Destination: too many recipients", "Rejected:BadAddress")]
    [InlineData(400, "BadRequestException", "Configuration set <nobody> does not exist.", "Refused:Configuration")]
    [InlineData(400, "BadRequestException", "The template cannot be parsed", "Refused:Configuration")]
    [InlineData(400, "BadRequestException", "Invalid tag value <a.b>: only alphanumeric ASCII characters, '_', and '-' are allowed.", "Refused:Configuration")]
    [InlineData(400, "BadRequestException", "User is not authorized to perform ses:SendEmail", "Refused:Authentication")]
    [InlineData(400, "BadRequestException", "FromEmailAddress is malformed", "Refused:Sender")]
    [InlineData(400, "BadRequestException", "Something else", "Refused:Other")]
    [InlineData(400, "ValidationException", "1 validation error detected: Value at 'destination.toAddresses' failed", "Rejected:BadAddress")]
    [InlineData(400, "MailFromDomainNotVerifiedException", "MAIL FROM domain not verified", "Refused:Sender")]
    [InlineData(413, "", "Request Entity Too Large", "Rejected:MessageTooLarge")]

    // The account.
    [InlineData(400, "AccountSuspendedException", "The account is suspended", "Refused:Suspended")]
    [InlineData(400, "SendingPausedException", "Sending is paused", "Refused:Suspended")]
    [InlineData(400, "LimitExceededException", "Too many resources", "Refused:Other")]
    [InlineData(404, "NotFoundException", "Configuration set <nobody> does not exist.", "Refused:Configuration")]
    [InlineData(409, "ConflictException", "Busy", "Deferred:Fault")]
    [InlineData(500, "ConcurrentModificationException", "Busy", "Deferred:Fault")]
    [InlineData(409, "", "Busy", "Deferred:Fault")]
    [InlineData(403, "AccessDeniedException", "User is not authorized to perform: ses:SendEmail", "Refused:Authentication")]
    [InlineData(403, "SignatureDoesNotMatch", "The request signature we calculated does not match", "Refused:Authentication")]
    [InlineData(403, "InvalidSignatureException", "The request signature we calculated does not match", "Refused:Authentication")]
    [InlineData(403, "UnrecognizedClientException", "The security token included in the request is invalid.", "Refused:Authentication")]
    [InlineData(403, "InvalidClientTokenId", "The security token included in the request is invalid", "Refused:Authentication")]
    [InlineData(403, "IncompleteSignature", "Authorization header requires 'Credential' parameter", "Refused:Authentication")]
    [InlineData(403, "MissingAuthenticationTokenException", "Missing Authentication Token", "Refused:Authentication")]
    [InlineData(403, "OptInRequired", "The AWS Access Key Id needs a subscription for the service", "Refused:Authentication")]
    [InlineData(403, "ExpiredTokenException", "The security token included in the request is expired", "Refused:Authentication")]
    [InlineData(403, "", "Forbidden", "Refused:Authentication")]
    [InlineData(401, "", "", "Refused:Authentication")]

    // The clock.
    [InlineData(403, "RequestExpired", "Request has expired", "Refused:Configuration")]
    [InlineData(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large.", "Refused:Configuration")]
    [InlineData(403, "InvalidSignatureException", "Signature expired: 20261124T010000Z is now earlier than 20261124T015500Z", "Refused:Configuration")]
    [InlineData(403, "SignatureDoesNotMatch", "Signature not yet current: 20261124T030000Z is still later than 20261124T021500Z", "Refused:Configuration")]

    // Too fast, too many.
    [InlineData(429, "TooManyRequestsException", "Maximum sending rate exceeded.", "Throttled")]
    [InlineData(400, "ThrottlingException", "Rate exceeded", "Throttled")]
    [InlineData(400, "Throttling", "Maximum sending rate exceeded.", "Throttled")]
    [InlineData(503, "SlowDown", "Please reduce your request rate.", "Throttled")]
    [InlineData(429, "", "", "Throttled")]
    [InlineData(429, "TooManyRequestsException", "Daily message quota exceeded.", "Refused:Quota")]
    [InlineData(429, "", "Daily message quota exceeded.", "Refused:Quota")]

    // Carried out or not: nobody knows.
    [InlineData(500, "InternalServiceErrorException", "Internal error", "Unknown")]
    [InlineData(500, "InternalFailure", "", "Unknown")]
    [InlineData(503, "ServiceUnavailableException", "Try later", "Unknown")]
    [InlineData(502, "", "<html>Bad gateway</html>", "Unknown")]
    [InlineData(504, "", "", "Unknown")]
    [InlineData(408, "", "", "Unknown")]

    // Not the API.
    [InlineData(302, "", "", "Refused:Configuration")]
    [InlineData(404, "", "<html>Not found</html>", "Refused:Configuration")]
    [InlineData(405, "", "", "Refused:Configuration")]
    public void Classify_Answer_IsTheOutcomeOfTheTable(int status, string type, string text, string outcome)
        => Assert.Equal(outcome, OutcomeText.Of(SesReplyRules.Classify(SesError.Of(Reply(status, text, type)), null, "jane@x.test")));

    [Fact]
    public void Classify_UnverifiedRecipient_SaysThatTheAccountIsInTheSandbox()
    {
        var error = new SesError(400, "MessageRejected", "Email address is not verified. The following identities failed the check in region EU-WEST-1: jane@x.test");

        Assert.Contains("sandbox", ((SendOutcome.Refused)SesReplyRules.Classify(error, null, "jane@x.test")).Reply, StringComparison.Ordinal);
        Assert.DoesNotContain("sandbox", ((SendOutcome.Refused)SesReplyRules.Classify(error, null, "bob@x.test")).Reply, StringComparison.Ordinal);
    }

    [Fact]
    public void Classify_ThrottledWithATime_KeepsIt()
        => Assert.Equal(
            TimeSpan.FromSeconds(3),
            ((SendOutcome.Throttled)SesReplyRules.Classify(new SesError(429, "TooManyRequests", ""), TimeSpan.FromSeconds(3), null)).RetryAfter);

    [Theory]
    [InlineData("BadRequestException:http://internal.amazon.com/coral/com.amazonaws.ses/", "{\"message\":\"No\"}", "BadRequest", "No")]
    [InlineData("com.amazonaws.ses#BadRequestException", "{\"Message\":\"No\"}", "BadRequest", "No")]
    [InlineData(null, "{\"__type\":\"com.amazonaws.ses#NotFoundException\",\"message\":\"No\"}", "NotFound", "No")]
    [InlineData(null, "{\"code\":\"Throttling\"}", "Throttling", "")]
    [InlineData(null, "{\"__type\":7,\"message\":[]}", "", "")]
    [InlineData(null, "[]", "", "[]")]
    [InlineData(null, "", "", "")]
    [InlineData(null, "<html>", "", "<html>")]
    public void Of_Answer_FindsTypeAndText(string? header, string body, string type, string text)
        => Assert.Equal(new SesError(400, type, text), SesError.Of(new ApiReply(400, Headers(header), body, default)));

    [Fact]
    public void ToString_LongTextInLines_IsOneLineAndCut()
    {
        var text = new SesError(400, "BadRequest", "a\r\nb" + new string('x', 1000)).ToString();

        Assert.StartsWith("400 BadRequest: a  b", text, StringComparison.Ordinal);
        Assert.Equal(300, text.Length);
    }

    [Theory]
    [InlineData("ExpiredToken", true)]
    [InlineData("RequestExpired", true)]
    [InlineData("InvalidClientTokenId", true)]
    [InlineData("UnrecognizedClient", true)]
    [InlineData("AccessDenied", false)]
    [InlineData("SignatureDoesNotMatch", false)]
    public void IsStale_OfTheCredentials_NotOfTheRequest(string type, bool stale) => Assert.Equal(stale, SesReplyRules.IsStale(new SesError(403, type, "")));

    private static ApiReply Reply(int status, string text, string type)
        => new(status, Headers(type.Length > 0 ? type : null), type.Length > 0 ? $"{{\"message\":{System.Text.Json.JsonSerializer.Serialize(text)}}}" : text, default);

    private static Dictionary<string, string> Headers(string? type)
        => type is null ? [] : new(StringComparer.OrdinalIgnoreCase) { ["x-amzn-ErrorType"] = type };
}
