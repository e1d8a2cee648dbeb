using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Mail.Tests.Domains;

public sealed class ReservedNamesTests
{
    [Theory]
    [InlineData("acme.example", true)]
    [InlineData("a.b.acme.test", true)]
    [InlineData("acme.invalid", true)]
    [InlineData("mail.localhost", true)]
    [InlineData("example.com", true)]
    [InlineData("mail.example.org", true)]
    [InlineData("myexample.com", false)]
    [InlineData("acme.attest", false)]
    [InlineData("example.acme.dev", false)]
    public void Contain_AName_OnlyIfNobodyCanOwnIt(string domain, bool expected) => Assert.Equal(expected, ReservedNames.Contain(domain));
}
