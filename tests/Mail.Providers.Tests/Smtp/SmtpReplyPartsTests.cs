using EmailCampaign.Mail.Providers.Smtp;

using FsCheck.Xunit;

namespace EmailCampaign.Mail.Providers.Tests.Smtp;

public sealed class SmtpReplyPartsTests
{
    [Theory]
    [InlineData("2.0.0 Ok: queued as 4F2A1", "4F2A1")]
    [InlineData("OK id=1rABCD-000001-Xy", "1rABCD-000001-Xy")]
    [InlineData("Ok 0102018b-0000", "Ok 0102018b-0000")]
    [InlineData("", "")]
    public void QueueId_Reply_IsTheNameOfTheMail(string reply, string expected)
        => Assert.Equal(expected, QueueId.From(reply));

    [Fact]
    public void QueueId_LongReply_IsCutAt100()
        => Assert.Equal(100, QueueId.From(new string('x', 500)).Length);

    [Theory]
    [InlineData("5.1.1 no", 5, 1, 1)]
    [InlineData("-4.7.0 no", 4, 7, 0)]
    [InlineData("5.7.515", 5, 7, 515)]
    public void EnhancedStatusCode_LeadingCode_IsRead(string text, int status, int subject, int detail)
        => Assert.Equal(new EnhancedStatusCode(status, subject, detail), EnhancedStatusCode.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("no 5.1.1")]
    [InlineData("3.1.1 no")]
    [InlineData("5.1")]
    [InlineData("5.1.1.1 address")]
    [InlineData("5.1234.1")]
    public void EnhancedStatusCode_NoLeadingCode_IsNull(string text)
        => Assert.Null(EnhancedStatusCode.Parse(text));

    [Property]
    public bool Classify_AnyReply_HasAnOutcome(int code, string? text)
        => Enum.GetValues<SmtpStage>().All(stage => SmtpReplyRules.Classify(stage, new SmtpReply(Math.Abs(code % 1000), text ?? "")) is not null);
}
