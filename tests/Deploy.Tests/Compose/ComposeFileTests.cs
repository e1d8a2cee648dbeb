using EmailCampaign.Hosting;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.Deploy.Tests.Compose;

/// <summary>What <c>docker-compose.yml</c> says agrees with the code and with itself.</summary>
public sealed class ComposeFileTests
{
    private readonly ComposeFile _file = ComposeFile.Parse(SourceTree.Read("docker-compose.yml"));
    private readonly ImageSettings _image = Dockerfile.Parse(SourceTree.Read("Dockerfile")).Settings();

    [Theory]
    [InlineData("silo")]
    [InlineData("campaign")]
    public void Environment_OfOurImage_IsOfSettingsThatThereAre(string service)
        => KnownSettings.AssertGood(_image.Environment.Concat(_file.Services[service].Environment)
            .Select(static variable => KeyValuePair.Create(variable.Key, (string?)variable.Value)));

    [Fact]
    public void EveryService_Any_IsConfined()
        => Assert.All(_file.Services.Values, service =>
        {
            Assert.True(service.IsReadOnly, service.Name);
            Assert.Equal("[\"ALL\"]", service.Node["cap_drop"]?.ToJsonString());
            Assert.Equal("[\"no-new-privileges:true\"]", service.Node["security_opt"]?.ToJsonString());
            Assert.NotNull(service.Node["deploy"]?["resources"]?["limits"]?["memory"]);
            Assert.NotNull(service.Node["restart"]);
            Assert.Equal(["emailcampaign"], service.Networks);
            Assert.DoesNotContain((service.User ?? _image.User).Split(':'), static id => id is "0" or "root");
            Assert.True(service.HealthCheck is not null || (bool?)service.Node["healthcheck"]?["disable"] == true, service.Name);
            Assert.All(service.Ports, static port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        });

    [Fact]
    public void Silo_StopGracePeriod_IsAboveTheDrain()
        => Assert.True(_file.Services["silo"].StopGracePeriod > new SendingOptions().DrainTimeout + OrderlyStop.HostStopTimeout);

    [Fact]
    public void Silo_ByDefault_AreTwo() => Assert.Equal(2, _file.Services["silo"].Replicas);

    [Fact]
    public void Silo_PublishedPort_IsTheAdminPortAtAnyPortOfTheMachine()
        => Assert.Equal($"127.0.0.1::{new AdminOptions().Port}", Assert.Single(_file.Services["silo"].Ports));

    [Fact]
    public void Campaign_Volumes_AreTheSamplesAndItsCommandNamesFilesInThem()
    {
        var campaign = _file.Services["campaign"];
        var parts = Assert.Single(campaign.Volumes).Split(':');

        Assert.Equal(["/samples", "ro"], parts[1..]);
        Assert.All(campaign.Command.Where(static word => word.StartsWith("/samples/", StringComparison.Ordinal)),
            word => Assert.True(Path.Exists(SourceTree.In(parts[0] + word["/samples".Length..])), word));
    }

    [Fact]
    public void Campaign_Profile_IsTheOnlyOne()
        => Assert.Equal(
            ["campaign: [\"sample\"]"],
            _file.Services.Values.Where(static service => service.Node["profiles"] is not null).Select(static service => $"{service.Name}: {service.Node["profiles"]!.ToJsonString()}"));
}
