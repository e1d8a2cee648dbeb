using EmailCampaign.Mail.Providers.Dkim;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Mail.Providers.Tests.Dkim;

/// <summary>What is wrong with the keys is said at start, with the setting's name and without the key.</summary>
public sealed class DkimSetupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dkim-");
    private readonly string _goodPem = TestKeys.Rsa.ExportPkcs8PrivateKeyPem();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_GoodKeys_HaveNoProblemAndNoWarning()
    {
        var setup = Read(Good());

        Assert.Empty(setup.Problems);
        Assert.Empty(setup.Warnings);
        Assert.Equal("acme.example", setup.Signing!.Domain);
    }

    [Theory]
    [InlineData(512, "PrivateKeyFile")]
    [InlineData(1024, null)]
    [InlineData(2048, null)]
    public void Read_RsaKeyOfSomeSize_IsTakenFrom1024Bits(int bits, string? problem)
    {
        var setup = Read(Good() with { PrivateKeyFile = Write(TestKeys.RsaPem(bits)) });

        Assert.Equal(problem is null, setup.Signing is not null);
        Assert.Equal(problem is not null, setup.Problems.SingleOrDefault()?.Contains($"Providers:smtp:Dkim:{problem}", StringComparison.Ordinal) ?? false);
        Assert.Equal(bits == 1024, setup.Warnings.SingleOrDefault()?.Contains("1024 bits; 2048 are recommended", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Read_FileThatIsMissing_NamesTheSettingAndTheFile()
    {
        var problem = Assert.Single(Read(Good() with { PrivateKeyFile = "/no/such/key.pem" }).Problems);

        Assert.StartsWith("Providers:smtp:Dkim:PrivateKeyFile '/no/such/key.pem' cannot be read: ", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense", "holds no PEM text")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "holds no RSA private key")]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----", "passphrase")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "public key")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "something else")]
    public void Read_TextThatIsNoKey_IsSaidWithoutQuotingIt(string text, string expected)
    {
        var problem = Assert.Single(Read(Good() with { PrivateKeyFile = Write(text) }).Problems);

        Assert.StartsWith("Providers:smtp:Dkim:PrivateKeyFile ", problem, StringComparison.Ordinal);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("AAAA", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeyOfTheOtherKind_IsSaid()
    {
        Assert.Contains("no RSA private key", Assert.Single(Read(Good() with { PrivateKeyFile = Write(TestKeys.Ed25519Pem) }).Problems), StringComparison.Ordinal);
        Assert.Contains(
            "no Ed25519 private key",
            Assert.Single(Read(Good() with { Ed25519Selector = "e1", Ed25519PrivateKey = _goodPem }).Problems),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SettingsThatDoNotGoTogether_AreEachNamed()
    {
        Assert.Contains("Dkim:Domain must name", Problem(Good() with { Domain = null }), StringComparison.Ordinal);
        Assert.Contains("Dkim:Domain 'acme' is no domain", Problem(Good() with { Domain = "acme" }), StringComparison.Ordinal);
        Assert.Contains("Dkim:Selector must name", Problem(Good() with { Selector = null }), StringComparison.Ordinal);
        Assert.Contains("Dkim:Selector must name", Problem(Good() with { Selector = "s 1;d=x" }), StringComparison.Ordinal);
        Assert.Contains("exclude each other", Problem(Good() with { PrivateKey = _goodPem }), StringComparison.Ordinal);
        Assert.Contains("PrivateKeyFile or ", Problem(Good() with { PrivateKeyFile = null }), StringComparison.Ordinal);
        Assert.Contains("without a key", Problem(Good() with { PrivateKeyFile = null, Selector = null }), StringComparison.Ordinal);
        Assert.Contains(
            "the same", Problem(Good() with { Ed25519Selector = "S1", Ed25519PrivateKey = TestKeys.Ed25519Pem }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problem_OfTheAccount_TellsOfItsKeysAndNeverTheKey()
    {
        var secret = _goodPem[..200];
        await using var services = new ServiceCollection().AddMailProviders(
            new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("Providers:relay:Type", "smtp"), new("Providers:relay:Dkim:Domain", "acme.example"),
                new("Providers:relay:Dkim:Selector", "s1"), new("Providers:relay:Dkim:PrivateKey", secret),
            ]).Build(),
            "outbox").BuildServiceProvider();

        var problem = services.GetRequiredService<IMailProviderCatalog>().Problem("relay");

        Assert.StartsWith("Providers:relay:Dkim:PrivateKey holds no PEM text", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[40..60], problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acme.example", "news@acme.example", true)]
    [InlineData("acme.example", "news@mail.acme.example", true)]
    [InlineData("acme.example", "news@MAIL.ACME.EXAMPLE", true)]
    [InlineData("mail.acme.example", "news@acme.example", false)]
    [InlineData("acme.example", "news@notacme.example", false)]
    [InlineData("acme.example", "news@other.example", false)]
    public void Warning_OfTheAlignment_IsForADomainThatIsNeitherTheSendersNorAboveIt(string dkim, string from, bool aligned)
    {
        var warning = DkimAlignment.Warning(dkim, from, "Providers:smtp:Dkim:Domain");

        Assert.Equal(aligned, warning is null);
        Assert.Equal(!aligned, warning?.StartsWith($"Providers:smtp:Dkim:Domain is {dkim}, and the mails come from ", StringComparison.Ordinal) ?? false);
    }

    private static string Problem(Keys keys) => Assert.Single(Read(keys).Problems);

    private static DkimSetup Read(Keys keys) => DkimSetup.Read(keys.ToOptions(), static name => $"Providers:smtp:{name}", TimeProvider.System);

    private Keys Good() => new() { Domain = "Acme.Example", Selector = "s1", PrivateKeyFile = Write(_goodPem) };

    private string Write(string text)
    {
        var path = Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>The settings as a value, so that a test names what it changes.</summary>
    private sealed record Keys
    {
        public string? Domain { get; init; }

        public string? Selector { get; init; }

        public string? PrivateKeyFile { get; init; }

        public string? PrivateKey { get; init; }

        public string? Ed25519Selector { get; init; }

        public string? Ed25519PrivateKey { get; init; }

        public DkimOptions ToOptions() => new()
        {
            Domain = Domain,
            Selector = Selector,
            PrivateKeyFile = PrivateKeyFile,
            PrivateKey = PrivateKey,
            Ed25519Selector = Ed25519Selector,
            Ed25519PrivateKey = Ed25519PrivateKey,
        };
    }
}
