using System.Text.RegularExpressions;
using EmailCampaign.Docs.Tests.Markdown;
using EmailCampaign.Testing.Processes;

namespace EmailCampaign.Docs.Tests.Monitoring;

/// <summary>Prometheus' and Alertmanager's own tools take the configuration, and the compose file names exact versions and files that are there.</summary>
public sealed partial class ObservabilityTests
{
    private const string Compose = "observability.yaml";

    [Fact]
    public Task Rules_ByPromtool_AreRules() => RunAsync("promtool", ["check", "rules", .. Files("rules")]);

    [Fact]
    public Task Rules_ByPromtool_FireAndKeepQuiet() => RunAsync("promtool", ["test", "rules", .. Files("tests")]);

    [Fact]
    public async Task Prometheus_ByPromtool_IsConfigured()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("campaign-promtool-");
        try
        {
            var config = Path.Combine(folder.FullName, "prometheus.yml");
            var text = Repository.Read("observability/prometheus/prometheus.yml").Replace("/etc/prometheus/rules/", In("observability/prometheus/rules/"), StringComparison.Ordinal);
            await File.WriteAllTextAsync(config, text, TestContext.Current.CancellationToken);
            await RunAsync("promtool", ["check", "config", config]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public Task Alertmanager_ByAmtool_IsConfigured() => RunAsync("amtool", ["check-config", In("observability/alertmanager/alertmanager.yml")]);

    [Fact]
    public void Images_OfTheComposeFile_HaveExactVersions()
    {
        var images = Image().Matches(Repository.Read(Compose)).Select(static match => match.Groups["image"].Value).ToList();

        Assert.Equal(4, images.Count);
        Assert.All(images, static image => Assert.Matches(@":v?\d+\.\d+\.\d+$", image));
    }

    [Fact]
    public void Mounts_OfTheComposeFile_AreThere()
    {
        var mounts = Mount().Matches(Repository.Read(Compose)).Select(static match => match.Groups["path"].Value).ToList();

        Assert.Equal(6, mounts.Count);
        Assert.All(mounts, static path => Assert.True(Path.Exists(In(path)), path));
    }

    private static string In(string path) => Path.Combine(Repository.Root, path);

    private static string[] Files(string folder) => System.IO.Directory.GetFiles(In($"observability/prometheus/{folder}"), "*.yml");

    private static async Task RunAsync(string name, IReadOnlyList<string> arguments)
    {
        var program = ForeignTool.Find(name);
        Assert.False(ForeignTool.Required && program is null, $"{name} is not installed.");
        Assert.SkipWhen(program is null, $"{name} is not installed.");
        Assert.Null(await ForeignTool.RunAsync(program, arguments, Repository.Root));
    }

    [GeneratedRegex(@"image: (?<image>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Image();

    [GeneratedRegex(@"- \./(?<path>[^:]+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mount();
}
