using EmailCampaign.Mail.Composition;

namespace EmailCampaign.Mail.Tests.Composition;

public sealed class HeaderRulesTests
{
    [Theory]
    [InlineData("X-Campaign", "spring 2026")]
    [InlineData("List-Id", "Acme News <news.acme.example>")]
    [InlineData("Précedence", null)]
    [InlineData("X-Text", "Grüße\taus Zürich")]
    [InlineData("X-Empty", "")]
    public void Problem_OrdinaryHeader_IsNoneUnlessTheNameIsNotAscii(string name, string? value)
        => Assert.Equal(value is null, HeaderRules.Problem(name, value ?? "") is not null);

    [Theory]
    [InlineData("From")]
    [InlineData("to")]
    [InlineData("CC")]
    [InlineData("bcc")]
    [InlineData("Subject")]
    [InlineData("Date")]
    [InlineData("message-id")]
    [InlineData("Return-Path")]
    [InlineData("Received")]
    [InlineData("DKIM-Signature")]
    [InlineData("Content-Type")]
    [InlineData("Content-Anything")]
    [InlineData("MIME-Version")]
    [InlineData("Sender")]
    [InlineData("Reply-To")]
    [InlineData("Resent-To")]
    [InlineData("")]
    [InlineData("X Y")]
    [InlineData("X:Y")]
    [InlineData("X-Y\r\nBcc")]
    [InlineData("X-Y\0")]
    [InlineData("X-Ÿ")]
    public void Problem_NameThatIsNotTheCampaigns_IsSaid(string name) => Assert.NotNull(HeaderRules.Problem(name, "x"));

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\r\nBcc: x@x.example")]
    public void Problem_ValueOfMoreLines_IsSaid(string value)
        => Assert.Equal("a header's value is one line", HeaderRules.Problem("X-Name", value));

    [Theory]
    [InlineData(900, true)]
    [InlineData(901, false)]
    public void Problem_WordThatCannotBeFolded_IsSaid(int length, bool fine)
        => Assert.Equal(fine, HeaderRules.Problem("X-Name", "a " + new string('x', length)) is null);
}
