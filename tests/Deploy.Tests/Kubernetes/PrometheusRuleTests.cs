using System.Text.Json;
using System.Text.Json.Nodes;
using EmailCampaign.Testing.Containers;

namespace EmailCampaign.Deploy.Tests.Kubernetes;

/// <summary>The rules on Kubernetes are those of everywhere else.</summary>
public sealed class PrometheusRuleTests
{
    private const string Rules = "observability/prometheus/rules";

    // How many silos there should be is asked of Kubernetes.
    private const string OwnGroup = "email-campaign-expected";

    [Fact]
    public void Groups_AgainstTheRuleFiles_AreTheSame()
    {
        Assert.SkipUnless(System.IO.Directory.Exists(SourceTree.In(Rules)), $"There is no {Rules}.");
        var expected = System.IO.Directory.EnumerateFiles(SourceTree.In(Rules), "*.yml").SelectMany(static file => Groups(YamlNodes.Document(File.ReadAllText(file))));
        var here = Groups(YamlNodes.Document(SourceTree.Read("deploy/k8s/monitoring/prometheus-rule.yaml"))["spec"]!).ToList();

        Assert.Equal(
            expected.Where(static group => Name(group) != OwnGroup).Select(Text).Order(StringComparer.Ordinal),
            here.Where(static group => Name(group) != OwnGroup).Select(Text).Order(StringComparer.Ordinal));
        Assert.Single(here, static group => Name(group) == OwnGroup);
    }

    private static IEnumerable<JsonNode> Groups(JsonNode document) => document["groups"]!.AsArray().Select(static group => group!);

    private static string Name(JsonNode group) => (string)group["name"]!;

    private static string Text(JsonNode group) => group.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
