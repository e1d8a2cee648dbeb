using System.Security.Cryptography;
using EmailCampaign.Accounts;
using EmailCampaign.Client.Connections;
using EmailCampaign.Client.Tests.Fixtures;
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

    [Fact]
    public async Task Send_Outbox_MakesThePrivateDataDirectoryFirst()
    {
        using var folder = new TemporaryFolder();
        var data = Path.Combine(folder.Path, "data");
        var accounts = new ConfiguredAccounts(new ConfigurationBuilder().Build(), data);

        var result = await accounts.Desk.SendAsync("", Mail, TestContext.Current.CancellationToken);

        Assert.Equal((TestSendOutcome.Accepted, "outbox", false), (result.Outcome, result.Account, result.LeavesTheMachine));
        Assert.True(File.Exists(Path.Combine(accounts.Folder("outbox")!, "test-send", result.Text)));
        Assert.True(File.Exists(Path.Combine(data, ".gitignore")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
        }
    }

    [Fact]
    public async Task Send_OutboxWhereNothingCanBeWritten_IsSaid()
    {
        using var folder = new TemporaryFolder();
        var accounts = new ConfiguredAccounts(new ConfigurationBuilder().Build(), folder.File("data", []));

        var result = await accounts.Desk.SendAsync("outbox", Mail, TestContext.Current.CancellationToken);

        Assert.Equal(TestSendOutcome.NoAccount, result.Outcome);
        Assert.Contains("is a file", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_OutboxWithAPathOfItsOwn_IsThat()
        => Assert.Equal(
            Path.GetFullPath("elsewhere"),
            new ConfiguredAccounts(
                new ConfigurationBuilder().AddInMemoryCollection([new("Providers:files:Type", "outbox"), new("Providers:files:Path", "elsewhere")]).Build(), "data").Folder("files"));

    [Fact]
    public async Task Names_AreTheStandardAccountAndThoseWithSettings()
    {
        var accounts = new ConfiguredAccounts(new ConfigurationBuilder().AddInMemoryCollection([new("Providers:relay:Type", "smtp")]).Build(), "data");

        Assert.Equal(["outbox", "relay"], await accounts.Desk.GetNamesAsync());
    }

    private static TestMail Mail => new()
    {
        From = new Sender("", "news@acme.example"),
        To = "me@acme.example",
        Subject = "Hello",
        Text = "Dear",
        Token = "test-send.0.0.0.abc",
        Line = 2,
    };
}
