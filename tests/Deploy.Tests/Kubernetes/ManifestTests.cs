using EmailCampaign.Deploy.Tests.Foreign;
using EmailCampaign.Testing.Containers;
using k8s.Models;
using YamlDotNet.Core;

namespace EmailCampaign.Deploy.Tests.Kubernetes;

/// <summary>Every manifest has only fields that Kubernetes, KEDA and the Prometheus operator know.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Files => [.. Manifests.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void File_ReadStrictly_HasOnlyFieldsThatThereAre(string file)
    {
        var resources = Manifests.Parse(SourceTree.Read(file));

        Assert.NotEmpty(resources);
        Assert.All(resources, static resource => Assert.False(string.IsNullOrEmpty(Manifests.Metadata(resource).Name)));
        Assert.DoesNotContain(resources, static resource => resource is V1Secret); // secrets are made by hand, or by an operator for them
    }

    [Theory]
    [InlineData("deploy/k8s/base/silo.yaml", "terminationGracePeriodSeconds:", "terminationGraceSeconds:")]
    [InlineData("deploy/k8s/base/silo.yaml", "readinessProbe:", "readynessProbe:")]
    [InlineData("deploy/k8s/base/network-policy.yaml", "podSelector:", "podselector:")]
    [InlineData("deploy/k8s/scaling/scaled-object.yaml", "cooldownPeriod:", "coolDownPeriod:")]
    [InlineData("deploy/k8s/scaling/scaled-object.yaml", "stabilizationWindowSeconds:", "stabilisationWindowSeconds:")]
    [InlineData("deploy/k8s/monitoring/service-monitor.yaml", "endpoints:", "endPoints:")]
    [InlineData("deploy/k8s/monitoring/service.yaml", "publishNotReadyAddresses:", "publishUnreadyAddresses:")]
    [InlineData("deploy/k8s/monitoring/prometheus-rule.yaml", "expr:", "expression:")]
    public void File_WithAMisspeltField_IsRefused(string file, string field, string misspelt)
    {
        var text = SourceTree.Read(file);
        Assert.Contains(field, text, StringComparison.Ordinal);

        Assert.ThrowsAny<YamlException>(() => Manifests.Parse(text.Replace(field, misspelt, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task CustomResources_AgainstThePublishedSchemas_AreGood()
    {
        var resources = Manifests.Files.SelectMany(static file => YamlNodes.Documents(SourceTree.Read(file)))
            .Where(static document => document!["apiVersion"]!.ToString().Split('/')[0] is "keda.sh" or "monitoring.coreos.com")
            .Select(static document => (Kind: document!["kind"]!.ToString(), Document: document))
            .ToList();

        Assert.Equal(["PrometheusRule", "ScaledObject", "ServiceMonitor"], resources.Select(static one => one.Kind).Order(StringComparer.Ordinal));
        Assert.All(await PublishedSchemas.ProblemsAsync(resources), static problems => Assert.Empty(problems));
    }

    [Fact]
    public async Task CustomResource_OfAnotherForm_IsRefused()
    {
        var scaled = YamlNodes.Document(SourceTree.Read("deploy/k8s/scaling/scaled-object.yaml"));
        scaled["spec"]!["minReplicaCount"] = "two";

        Assert.NotEmpty(Assert.Single(await PublishedSchemas.ProblemsAsync(("ScaledObject", scaled))));
    }
}
