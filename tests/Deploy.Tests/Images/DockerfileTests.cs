using System.Text.Json.Nodes;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.Deploy.Tests.Images;

/// <summary>The image is made of what was tested, and says about itself what the code does.</summary>
public sealed class DockerfileTests
{
    private readonly Dockerfile _file = Dockerfile.Parse(SourceTree.Read("Dockerfile"));

    [Fact]
    public void Root_AndDeployDocker_AreTheSameFile() => Assert.Equal(SourceTree.Read("Dockerfile"), SourceTree.Read("deploy/docker/Dockerfile"));

    [Fact]
    public void Stages_Images_AreOfExactVersionsAndOfTheRuntimeThatTheTestsRunOn()
    {
        Assert.All(_file.Stages, static stage => Assert.True(ImageNames.IsPinned(stage.From), stage.From));
        var sdk = (string)JsonNode.Parse(SourceTree.Read("global.json"))!["sdk"]!["version"]!;
        Assert.Contains($"/sdk:{sdk[..sdk.IndexOf('.', 3)]}.", _file.Stages[0].From, StringComparison.Ordinal);
        Assert.StartsWith("mcr.microsoft.com/dotnet/runtime-deps:", _file.Stages[^1].From, StringComparison.Ordinal);
        Assert.EndsWith("-chiseled-extra", _file.Stages[^1].From, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_Any_IsLocked()
        => Assert.Contains(_file.Stages[0].Instructions, static step => step is { Name: "RUN", Rest: "dotnet restore src/Client --locked-mode" });

    // What is restored for other properties than it is published with would be missing there: --no-restore.
    [Fact]
    public void Publish_CompiledAhead_IsRestoredSo()
    {
        string[] runs = [.. _file.Stages[0].Instructions.Where(static step => step.Name == "RUN").Select(static step => step.Rest)];

        Assert.Contains("dotnet restore src/Client --os linux" + BuiltImage.Profile, runs);
        var publish = Assert.Single(runs, static run => run.StartsWith("dotnet publish", StringComparison.Ordinal));
        Assert.Contains(" --os linux" + BuiltImage.Profile + " --no-restore ", publish, StringComparison.Ordinal);
    }

    [Fact]
    public void LockFiles_EveryProjectOfTheImage_HasOneWithoutAddresses()
        => Assert.All(System.IO.Directory.EnumerateDirectories(SourceTree.In("src")), static project =>
        {
            var file = Path.Combine(project, "packages.lock.json");
            Assert.True(File.Exists(file), file);
            Assert.DoesNotContain("://", File.ReadAllText(file), StringComparison.Ordinal);
        });

    [Fact]
    public void Settings_Ports_AreTheDefaults()
        => Assert.Equal(
            [new SiloPortOptions().Port, new SiloPortOptions().GatewayPort, new AdminOptions().Port, new MetricsOptions().Port], _file.Settings().Ports);

    [Fact]
    public void Settings_User_IsNumericAndNotRoot()
        => Assert.All(_file.Settings().User.Split(':'), static id => Assert.InRange(int.Parse(id, System.Globalization.CultureInfo.InvariantCulture), 1, int.MaxValue));

    [Fact]
    public void Settings_HealthCheck_AsksTheSiloItself()
        => Assert.Equal([.. _file.Settings().Entrypoint, "--health", "live"], _file.Settings().HealthCheck);
}
