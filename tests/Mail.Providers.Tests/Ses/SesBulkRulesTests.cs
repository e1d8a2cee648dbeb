using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Tests.Ses;

public sealed class SesBulkRulesTests
{
    [Theory]
    [InlineData("SUCCESS", "", "Accepted")]
    [InlineData("MESSAGE_REJECTED", "Email address is not verified. The following identities failed the check", "Refused:Sender")]
    [InlineData("MESSAGE_REJECTED", "Message contained a virus", "Refused:Other")]
    [InlineData("MESSAGE_REJECTED", "Message length is more than 41943040 bytes long", "Rejected:MessageTooLarge")]
    [InlineData("MESSAGE_REJECTED", "Missing final '@domain'", "Rejected:BadAddress")]
    [InlineData("MESSAGE_REJECTED", "Bad content", "Rejected:Policy")]
    [InlineData("MAIL_FROM_DOMAIN_NOT_VERIFIED", "", "Refused:Sender")]
    [InlineData("CONFIGURATION_SET_NOT_FOUND", "", "Refused:Configuration")]
    [InlineData("CONFIGURATION_SET_DOES_NOT_EXIST", "", "Refused:Configuration")]
    [InlineData("TEMPLATE_NOT_FOUND", "", "Refused:Configuration")]
    [InlineData("TEMPLATE_DOES_NOT_EXIST", "", "Refused:Configuration")]
    [InlineData("INVALID_SENDING_POOL_NAME", "", "Refused:Configuration")]
    [InlineData("ACCOUNT_SUSPENDED", "", "Refused:Suspended")]
    [InlineData("ACCOUNT_SENDING_PAUSED", "", "Refused:Suspended")]
    [InlineData("CONFIGURATION_SET_SENDING_PAUSED", "", "Refused:Suspended")]
    [InlineData("ACCOUNT_DAILY_QUOTA_EXCEEDED", "", "Refused:Quota")]
    [InlineData("ACCOUNT_THROTTLED", "", "Throttled")]
    [InlineData("INVALID_PARAMETER", "Domain contains illegal character", "Rejected:BadAddress")]
    [InlineData("INVALID_PARAMETER_VALUE", "Something", "Rejected:Other")]
    [InlineData("TRANSIENT_FAILURE", "", "Deferred:Fault")]
    [InlineData("FAILED", "Invalid email address", "Rejected:BadAddress")]
    [InlineData("FAILED", "", "Deferred:Fault")]
    [InlineData("SOMETHING_NEW", "", "Unknown")]
    [InlineData("", "", "Unknown")]
    public void Classify_Status_IsTheOutcomeOfTheTable(string status, string error, string outcome)
        => Assert.Equal(outcome, OutcomeText.Of(SesBulkRules.Classify(status, error, "id")));

    [Fact]
    public void Classify_SuccessWithoutAnId_IsUnknown()
        => Assert.IsType<SendOutcome.Unknown>(SesBulkRules.Classify("SUCCESS", "", ""));
}
