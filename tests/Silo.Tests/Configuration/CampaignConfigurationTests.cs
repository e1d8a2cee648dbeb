using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Tests.Configuration;

public sealed class CampaignConfigurationTests
{
    [Theory]
    [InlineData("Sending:WorkerCount", "0", "Sending:WorkerCount is \"0\"; it must be a whole number from 1 to 1000.")]
    [InlineData("Sending:WorkerCount", "many", "Sending:WorkerCount is \"many\"; it must be a whole number from 1 to 1000.")]
    [InlineData("sending:workercount", "", "Sending:WorkerCount is \"\"; it must be a whole number from 1 to 1000.")]
    [InlineData("Sending:ChannelBuffer", "0", "Sending:ChannelBuffer is \"0\"; it must be a whole number from 1 to 500000.")]
    [InlineData("Sending:Backoff", "5", "Sending:Backoff is \"5\"; it must be a duration such as 00:00:05 from 00:00:00.0100000 to 1.00:00:00.")]
    [InlineData("Sending:RetryBudget", "99.00:00:00", "Sending:RetryBudget is \"99.00:00:00\"; it must be a duration")]
    [InlineData("Sending:MailProvider", "", "Sending:MailProvider is \"\"; it must be a text that is not empty.")]
    [InlineData("Domains:Resolver", "resolver.example", "Domains:Resolver is \"resolver.example\"; it must be an IP address with a port, such as 192.0.2.53:53.")]
    [InlineData("Domains:CheckAtLaunch", "maybe", "Domains:CheckAtLaunch is \"maybe\"; it must be true or false.")]
    [InlineData("Sending:WorkerCout", "5", "There is no setting Sending:WorkerCout; the nearest is Sending:WorkerCount.")]
    [InlineData("Sending:Backof", "5", "There is no setting Sending:Backof; the nearest is Sending:Backoff.")]
    [InlineData("Storage:Durability", "none", "Storage:Durability is \"none\"; it must be process-crash or power-loss.")]
    [InlineData("Retention:FinishedCampaigns", "30", "Retention:FinishedCampaigns is \"30\"; it must be a duration such as 00:00:05 from 01:00:00 to 36500.00:00:00.")]
    [InlineData("Retention:FinishedCampaigns", "00:30:00", "Retention:FinishedCampaigns is \"00:30:00\"; it must be a duration")]
    [InlineData("Retention:FinishedCampaigns", "", "Retention:FinishedCampaigns is \"\"; it must be a duration")]
    [InlineData("Metrics:Port", "70000", "Metrics:Port is \"70000\"; it must be a whole number from 0 to 65535.")]
    [InlineData("Silo:Port", "x", "Silo:Port is \"x\"; it must be a whole number from 1 to 65535.")]
    public void Build_BadSetting_IsRefusedByName(string setting, string value, string expected)
    {
        var refused = Assert.Throws<StartRefusedException>(() => Build((setting, value)));

        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://tempo:4317")]
    [InlineData("")]
    public void Build_TracesToACollectorOrToNone_IsTaken(string endpoint)
        => Assert.Equal(endpoint, CampaignConfiguration.Build(overrides: [new("Tracing:Endpoint", endpoint)])["Tracing:Endpoint"]);

    [Fact]
    public void Build_SeveralBadSettings_NamesThemAll()
    {
        var refused = Assert.Throws<StartRefusedException>(() => Build(("Sending:WorkerCount", "0"), ("Metrics:Port", "x")));

        Assert.Contains("Sending:WorkerCount", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Metrics:Port", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FileAndOverride_TheOverrideWins()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("my.json");
        File.WriteAllText(file, """{ "Sending": { "WorkerCount": 7, "SliceSize": 3 } }""");

        var configuration = CampaignConfiguration.Build(file, [new("Sending:WorkerCount", "9")]);

        Assert.Equal("9", configuration["Sending:WorkerCount"]);
        Assert.Equal("3", configuration["Sending:SliceSize"]);
    }

    [Fact]
    public void Build_MissingFile_IsRefused()
    {
        var refused = Assert.Throws<StartRefusedException>(() => CampaignConfiguration.Build("not-there.json"));

        Assert.Contains("not-there.json", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_FileThatIsNotJson_IsRefusedWithoutItsContent()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.File("my.json");
        File.WriteAllText(file, """{ "Providers": { "smtp": { "Password": "hunter2" """);

        var refused = Assert.Throws<StartRefusedException>(() => CampaignConfiguration.Build(file));

        Assert.Contains("my.json", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    private static void Build(params (string Key, string Value)[] settings)
        => CampaignConfiguration.Build(overrides: settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
}
