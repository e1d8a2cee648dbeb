using System.Globalization;
using EmailCampaign.Deploy.Tests.Kubernetes.Custom;
using EmailCampaign.Hosting;
using EmailCampaign.Silo;
using EmailCampaign.Silo.Configuration;
using EmailCampaign.Silo.Hosting;
using EmailCampaign.Testing.Containers;
using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes;

/// <summary>What the manifests say of a silo agrees with the code.</summary>
public sealed class SiloManifestTests
{
    private static readonly SiloPortOptions Ports = new();
    private static readonly AdminOptions Admin = new();
    private static readonly MetricsOptions Metrics = new();

    private readonly V1Deployment _silo = Manifests.The<V1Deployment>("deploy/k8s/base/silo.yaml");

    private V1Container Container => _silo.Spec.Template.Spec.Containers.Single();

    [Fact]
    public void Ports_EachName_IsTheDefault()
        => Assert.Equal(
            [("silo", Ports.Port), ("gateway", Ports.GatewayPort), ("admin", Admin.Port), ("metrics", Metrics.Port)],
            Container.Ports.Select(static port => (port.Name, port.ContainerPort)));

    [Fact]
    public void Address_OfTheSilo_IsThePods()
        => Assert.Equal("status.podIP", Container.Env.Single(static variable => variable.Name == "Silo__Address").ValueFrom.FieldRef.FieldPath);

    [Fact]
    public void Probes_Each_AskWhatItIsThereFor()
    {
        Assert.Equal(
            ["/health/live", "/health/live", "/health/ready"],
            new[] { Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe }.Select(static probe => probe.HttpGet.Path));
        Assert.All([Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe], static probe => Assert.Equal("admin", probe.HttpGet.Port.Value));

        // A silo waits a minute for its database, and the first after a crash of the whole cluster half of that for the dead ones.
        Assert.True(Container.StartupProbe.PeriodSeconds * Container.StartupProbe.FailureThreshold >= 120);
    }

    [Fact]
    public void GracePeriod_Termination_IsAboveTheDrain()
        => Assert.True(
            TimeSpan.FromSeconds(_silo.Spec.Template.Spec.TerminationGracePeriodSeconds!.Value) > new SendingOptions().DrainTimeout + OrderlyStop.HostStopTimeout);

    [Fact]
    public void User_OfThePods_IsTheImages()
    {
        var user = Dockerfile.Parse(SourceTree.Read("Dockerfile")).Settings().User;
        var pods = Manifests.Files.SelectMany(static file => Manifests.Parse(SourceTree.Read(file))).Select(Manifests.Pod).OfType<V1PodTemplateSpec>()
            .Where(static pod => pod.Spec.Containers.Single().Image?.StartsWith($"{ImageNames.Ours}:", StringComparison.Ordinal) == true)
            .ToList();

        Assert.Equal(3, pods.Count); // silo, migration, launch
        Assert.All(
            pods.Select(static pod => pod.Spec.SecurityContext),
            context => Assert.Equal(user, string.Create(CultureInfo.InvariantCulture, $"{context.RunAsUser}:{context.RunAsGroup}")));
    }

    [Fact]
    public void Replicas_OfTheBase_AreLeftToTheLoad() => Assert.Null(_silo.Spec.Replicas);

    [Fact]
    public void Selectors_OfAllThatMeansTheSilos_AreTheirLabels()
    {
        var labels = _silo.Spec.Template.Metadata.Labels;

        Assert.Equal(labels, _silo.Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.The<V1PodDisruptionBudget>("deploy/k8s/base/disruption-budget.yaml").Spec.Selector.MatchLabels);
        Assert.Equal(labels, Manifests.The<V1Service>("deploy/k8s/monitoring/service.yaml").Spec.Selector);
        Assert.All(_silo.Spec.Template.Spec.TopologySpreadConstraints, spread => Assert.Equal(labels, spread.LabelSelector.MatchLabels));
        Assert.Equal(_silo.Metadata.Name, Manifests.The<ScaledObject>("deploy/k8s/scaling/scaled-object.yaml").Spec.ScaleTargetRef.Name);
    }

    [Fact]
    public void Scraping_ByTheOperator_FindsEverySilosMetrics()
    {
        var service = Manifests.The<V1Service>("deploy/k8s/monitoring/service.yaml");
        var monitor = Manifests.The<ServiceMonitor>("deploy/k8s/monitoring/service-monitor.yaml");
        var port = Assert.Single(service.Spec.Ports);
        var endpoint = Assert.Single(monitor.Spec.Endpoints);

        Assert.Equal(service.Metadata.Labels, monitor.Spec.Selector!.MatchLabels);
        Assert.Equal((port.Name, "/metrics"), (endpoint.Port, endpoint.Path));
        Assert.Equal(Metrics.Port, port.Port);
        Assert.Equal(Metrics.Port, Container.Ports.Single(one => one.Name == port.TargetPort.Value).ContainerPort);

        // The dashboard tells clusters apart by their jobs.
        Assert.Equal("__meta_kubernetes_namespace job", Assert.Single(endpoint.Relabelings.Select(static one => $"{string.Join(' ', one.SourceLabels)} {one.TargetLabel}")));

        // One address for each pod, ready or not: a silo that drains is not to vanish from the dashboard.
        Assert.Equal("None", service.Spec.ClusterIP);
        Assert.True(service.Spec.PublishNotReadyAddresses);
    }

    [Fact]
    public void NetworkPolicy_Ingress_LetsOnlyThoseInWhoNeedIt()
    {
        var policy = Policy("emailcampaign-silo");

        Assert.Equal(
            [(Ports.Port, "silo"), (Ports.GatewayPort, "silo, console"), (Metrics.Port, "monitoring")],
            policy.Spec.Ingress.Select(static rule => (Port(rule.Ports.Single()), string.Join(", ", rule.FromProperty.Select(Who)))));
    }

    [Theory]
    [InlineData("emailcampaign-silo", "silo: 11111 30000", "kube-system: 53 53", "monitoring: 4317 4318", "anyone: 5432", "anyone: 25 465 587 443")]
    [InlineData("emailcampaign-console", "silo: 30000", "kube-system: 53 53", "anyone: 5432")]
    [InlineData("emailcampaign-migrate", "kube-system: 53 53", "anyone: 5432")]
    public void NetworkPolicy_Egress_GoesToWhatIsNeeded(string name, params string[] expected)
        => Assert.Equal(
            expected,
            Policy(name).Spec.Egress.Select(static rule => $"{(rule.To is null ? "anyone" : Who(rule.To.Single()))}: {string.Join(' ', rule.Ports.Select(Port))}"));

    [Fact]
    public void Migration_Arguments_AreTheSilosAndItsRefusalIsNotRepeated()
    {
        var job = Manifests.The<V1Job>("deploy/k8s/migrate/job.yaml");

        Assert.True(SiloArguments.Parse([.. job.Spec.Template.Spec.Containers.Single().Args]).MigrateOnly);
        Assert.Equal([SiloExit.Refused], job.Spec.PodFailurePolicy.Rules.Single().OnExitCodes.Values);
    }

    [Fact]
    public void Scaling_Query_LeavesOutWhatMoreSilosWouldNotSend()
    {
        var spec = Manifests.The<ScaledObject>("deploy/k8s/scaling/scaled-object.yaml").Spec;
        var trigger = Assert.Single(spec.Triggers);

        // email_queue_depth counts throttled campaigns too.
        Assert.StartsWith("sum(email_queue_ready_count", trigger.Metadata["query"], StringComparison.Ordinal);
        Assert.Equal("true", trigger.Metadata["ignoreNullValues"]);
        Assert.True(spec.MinReplicaCount >= 2);
        Assert.Equal(spec.MinReplicaCount, spec.Fallback!.Replicas);
    }

    private static V1NetworkPolicy Policy(string name)
        => Manifests.Parse(SourceTree.Read("deploy/k8s/base/network-policy.yaml")).OfType<V1NetworkPolicy>().Single(policy => policy.Metadata.Name == name);

    private static int Port(V1NetworkPolicyPort port) => int.Parse(port.Port.Value, CultureInfo.InvariantCulture);

    private static string Who(V1NetworkPolicyPeer peer)
        => peer.PodSelector?.MatchLabels["app.kubernetes.io/component"] ?? peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"];
}
