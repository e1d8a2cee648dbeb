using EmailCampaign.Deploy.Tests.Foreign;
using EmailCampaign.Testing.Containers;
using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes;

/// <summary>What <c>kubectl apply -k</c> would send for each overlay.</summary>
public sealed class OverlayTests
{
    public static TheoryData<string> Overlays
        => [.. System.IO.Directory.EnumerateDirectories(SourceTree.In("deploy/k8s/overlays")).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Build_ReadStrictly_IsConfinedPinnedAndInOneNamespace(string overlay)
    {
        var resources = await BuildAsync(overlay);

        Assert.Single(resources.Where(static one => one is not V1Namespace).Select(static one => Manifests.Metadata(one).NamespaceProperty).Distinct());
        Assert.DoesNotContain(resources, static one => one is V1Secret);
        Assert.All(resources.Select(Manifests.Pod).OfType<V1PodTemplateSpec>(), static pod =>
        {
            Assert.False(pod.Spec.AutomountServiceAccountToken);
            Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
            Assert.All(pod.Spec.Containers, static container =>
            {
                Assert.True(ImageNames.IsPinned(container.Image) && !container.Image.EndsWith(":latest", StringComparison.Ordinal), container.Image);
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.All(["cpu", "memory"], request => Assert.Contains(request, container.Resources.Requests.Keys));
                Assert.Contains("memory", container.Resources.Limits.Keys);
                Assert.All((container.Env ?? []).Where(static variable => IsSecret(variable.Name)),
                    static variable => Assert.NotNull(variable.ValueFrom?.SecretKeyRef));
            });
        });
    }

    [Theory]
    [InlineData("dev")]
    [InlineData("prod")]
    public async Task Build_TheSilos_StartWithSettingsThatThereAre(string overlay)
    {
        var resources = await BuildAsync(overlay);
        var silo = Assert.Single(resources.OfType<V1Deployment>(), static one => one.Metadata.Name == "emailcampaign-silo").Spec.Template.Spec.Containers.Single();
        var settings = Assert.Single(resources.OfType<V1ConfigMap>());

        Assert.Equal(settings.Metadata.Name, silo.EnvFrom[0].ConfigMapRef.Name); // with the hash, so that a change rolls the silos
        KnownSettings.AssertGood(
        [
            .. settings.Data.Select(static pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)),
            .. silo.Env.Select(static variable => KeyValuePair.Create(variable.Name, (string?)variable.Value)),
        ]);
    }

    [Theory]
    [MemberData(nameof(Overlays))]
    public async Task Build_EveryPod_ReachesOnlyWhatAPolicyNames(string overlay)
    {
        // The policies are the base's; the migration comes into the namespace that has them.
        var policies = Manifests.Files.SelectMany(static file => Manifests.Parse(SourceTree.Read(file))).OfType<V1NetworkPolicy>().ToList();
        var pods = (await BuildAsync(overlay)).Select(Manifests.Pod).OfType<V1PodTemplateSpec>()
            .Where(static pod => pod.Metadata.Labels["app.kubernetes.io/component"] != "mail"); // the catcher of a trial

        Assert.All(pods, pod => Assert.Contains(policies, policy
            => policy.Spec.PodSelector.MatchLabels.All(label => pod.Metadata.Labels[label.Key] == label.Value)
                && policy.Spec.PolicyTypes.SequenceEqual(["Ingress", "Egress"])));
    }

    [Fact]
    public async Task Build_Migration_IsOfTheSameImageAndNamespaceAsTheSilos()
    {
        var silo = (await BuildAsync("prod")).OfType<V1Deployment>().Single();
        var job = (await BuildAsync("prod-migrate")).OfType<V1Job>().Single();

        Assert.Equal(silo.Spec.Template.Spec.Containers.Single().Image, job.Spec.Template.Spec.Containers.Single().Image);
        Assert.Equal(silo.Metadata.NamespaceProperty, job.Metadata.NamespaceProperty);
    }

    private static bool IsSecret(string name)
        => name is "Storage__Database" or "CAMPAIGN_CLUSTER" || name.Contains("Password", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("Token", StringComparison.Ordinal) || name.EndsWith("Key", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<object>> BuildAsync(string overlay) => Manifests.Parse(await Kustomize.BuildAsync($"deploy/k8s/overlays/{overlay}"));
}
