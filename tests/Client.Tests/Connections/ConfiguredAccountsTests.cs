using System.Security.Cryptography;
using EmailCampaign.Client.Connections;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;

namespace EmailCampaign.Client.Tests.Connections;

public sealed class ConfiguredAccountsTests
{
    [Theory]
    [InlineData("news@acme.example", 2048, 0)]
    [InlineData("news@acme.example", 1024, 1)]
    [InlineData("news@other.example", 2048, 1)]
    [InlineData("news@other.example", 1024, 2)]
    public async Task Describe_OfASigningAccount_AreAboutItsKeyAndItsDomain(string from, int bits, int expected)
    {
        using var rsa = RSA.Create(bits);
        var accounts = new ConfiguredAccounts(
            new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("Providers:relay:Type", "smtp"), new("Providers:relay:Dkim:Domain", "acme.example"),
                new("Providers:relay:Dkim:Selector", "s1"), new("Providers:relay:Dkim:PrivateKey", rsa.ExportPkcs8PrivateKeyPem()),
            ]).Build(),
            "data");

        var warnings = (await accounts.Desk.DescribeAsync("relay", new Mailbox("", from))).Warnings;

        Assert.Equal(expected, warnings.Count);
        Assert.All(warnings, static warning => Assert.StartsWith("Providers:relay:Dkim:", warning, StringComparison.Ordinal));
        Assert.Empty((await accounts.Desk.DescribeAsync("outbox", new Mailbox("", from))).Warnings);
    }
}
