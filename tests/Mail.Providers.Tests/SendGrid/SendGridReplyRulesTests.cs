using System.Text.Json;
using EmailCampaign.Mail.Providers.Http;
using EmailCampaign.Mail.Providers.SendGrid;

namespace EmailCampaign.Mail.Providers.Tests.SendGrid;

public sealed class SendGridReplyRulesTests
{
    [Theory]
    [InlineData(400, "personalizations.0.to.0.email", "Does not contain a valid address.", "Rejected:BadAddress")]
    [InlineData(400, "personalizations[0].to[0].email", "Does not contain a valid address.", "Rejected:BadAddress")]
    [InlineData(400, "personalizations.0.subject", "The subject is required.", "Rejected:Other")]
    [InlineData(400, "personalizations", "The personalizations field is required.", "Refused:Other")]
    [InlineData(400, "personalizations.7.to", "An index that was not asked for.", "Refused:Other")]
    [InlineData(400, "from.email", "Does not contain a valid address.", "Refused:Sender")]
    [InlineData(400, "from", "The from object must be provided.", "Refused:Sender")]
    [InlineData(400, "subject", "The subject is required.", "Rejected:Other")]
    [InlineData(400, "content.0.value", "The content value must be a string at least one character in length.", "Rejected:Other")]
    [InlineData(400, null, "Bad Request", "Refused:Other")]
    [InlineData(401, null, "The provided authorization grant is invalid, expired, or revoked", "Refused:Authentication")]
    [InlineData(401, null, "Maximum credits exceeded", "Refused:Quota")]
    [InlineData(403, "from", "The from address does not match a verified Sender Identity.", "Refused:Sender")]
    [InlineData(403, null, "access forbidden", "Refused:Authentication")]
    [InlineData(404, null, "Resource not found", "Refused:Configuration")]
    [InlineData(405, null, "method not allowed", "Refused:Configuration")]
    [InlineData(413, null, "The JSON payload you have included in your request is too large.", "Rejected:MessageTooLarge")]
    [InlineData(415, null, "Unsupported media type", "Refused:Other")]
    [InlineData(429, null, "too many requests", "Throttled")]
    [InlineData(500, null, "An error occurred on a SendGrid server.", "Unknown")]
    [InlineData(503, null, "The SendGrid v3 Web API is not available.", "Unknown")]
    public void Classify_ErrorOfOneMail_IsAsTheTableSays(int status, string? field, string message, string expected)
        => Assert.Equal([expected], OutcomeText.Of(SendGridReplyRules.Classify(Reply(status, (field, message)), 1)));

    [Theory]
    [InlineData(200, "Unknown")]
    [InlineData(301, "Refused:Configuration")]
    [InlineData(400, "Refused:Other")]
    [InlineData(401, "Refused:Authentication")]
    [InlineData(408, "Unknown")]
    [InlineData(429, "Throttled")]
    [InlineData(502, "Unknown")]
    [InlineData(504, "Unknown")]
    public void Classify_NoJson_IsAsItsStatusSays(int status, string expected)
        => Assert.Equal([expected], OutcomeText.Of(SendGridReplyRules.Classify(
            new ApiReply(status, new Dictionary<string, string>(), "<html>Hello</html>", DateTimeOffset.UnixEpoch), 1)));

    [Fact]
    public void Classify_ErrorsOfSomeOfMany_RejectThoseAndLeaveTheOthersForAnotherCall()
        => Assert.Equal(
            ["NotAttempted", "Rejected:BadAddress", "NotAttempted", "Rejected:BadAddress"],
            OutcomeText.Of(SendGridReplyRules.Classify(Reply(400, ("personalizations.1.to.0.email", "bad"), ("personalizations.3.to.0.email", "bad")), 4)));

    [Fact]
    public void Classify_ErrorsOfAMailAndOfTheCall_AreTheCalls()
        => Assert.All(
            SendGridReplyRules.Classify(Reply(400, ("from.email", "bad"), ("personalizations.1.to.0.email", "bad")), 3),
            static outcome => Assert.Equal("Refused:Sender", OutcomeText.Of(outcome)));

    private static ApiReply Reply(int status, params (string? Field, string Message)[] errors) => new(
        status,
        new Dictionary<string, string>(),
        JsonSerializer.Serialize(new { errors = errors.Select(static error => new { message = error.Message, field = error.Field }) }),
        DateTimeOffset.UnixEpoch);
}
