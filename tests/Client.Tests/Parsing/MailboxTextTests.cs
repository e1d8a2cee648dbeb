using EmailCampaign.Client.Parsing;
using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Client.Tests.Parsing;

public sealed class MailboxTextTests
{
    [Theory]
    [InlineData("Acme <news@acme.example>", "Acme", "news@acme.example")]
    [InlineData("news@acme.example", "", "news@acme.example")]
    [InlineData("<news@acme.example>", "", "news@acme.example")]
    [InlineData("\"Acme, Inc.\" <news@acme.example>", "Acme, Inc.", "news@acme.example")]
    [InlineData("Größe <news@acme.example>", "Größe", "news@acme.example")]
    public void Parse_Mailbox_HasNameAndAddress(string text, string name, string address)
        => Assert.Equal(new Mailbox(name, address), MailboxText.Parse("--from", text).Value);

    [Theory]
    [InlineData("Acme <news@acme>", "the domain has no dot")]
    [InlineData("Acme", "it is not an address (name@domain)")]
    [InlineData("", "the address is empty")]
    [InlineData("Acme <>", "the address is empty")]
    public void Parse_NoAddress_SaysWhy(string text, string why)
        => Assert.Equal(
            $"The address of --from, '{text}', cannot be used: {why}. Write it as \"Acme <news@acme.example>\".",
            MailboxText.Parse("--from", text).Problem);

    [Fact]
    public void Parse_LineBreakInName_IsRefused()
        => Assert.Equal(
            "The name in --from has a line break or another control character in it.",
            MailboxText.Parse("--from", "Acme\r\nBcc: x@example.com <news@acme.example>").Problem);
}
