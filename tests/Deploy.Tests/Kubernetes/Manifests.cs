using EmailCampaign.Deploy.Tests.Kubernetes.Custom;
using EmailCampaign.Testing.Containers;
using k8s;
using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes;

/// <summary>Reads manifests into the types of the Kubernetes client, or of the custom resources: a field that they do not have is an error.</summary>
internal static class Manifests
{
    private static readonly Dictionary<string, Type> CustomTypes = new()
    {
        ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
        ["monitoring.coreos.com/v1/PrometheusRule"] = typeof(PrometheusRule),
        ["monitoring.coreos.com/v1/ServiceMonitor"] = typeof(ServiceMonitor),
    };

    /// <summary>Every file of a resource, as paths relative to the root.</summary>
    public static IEnumerable<string> Files
        => System.IO.Directory.EnumerateFiles(SourceTree.In("deploy/k8s"), "*.yaml", SearchOption.AllDirectories)
            .Where(static file => Path.GetFileName(file) != "kustomization.yaml")
            .Select(static file => Path.GetRelativePath(SourceTree.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static IReadOnlyList<object> Parse(string text) => KubernetesYaml.LoadAllFromString(text, CustomTypes, strict: true);

    public static T The<T>(string path)
        => Parse(SourceTree.Read(path)).OfType<T>().Single();

    /// <summary>Metadata of any of them.</summary>
    public static V1ObjectMeta Metadata(object resource) => (V1ObjectMeta)resource.GetType().GetProperty("Metadata")!.GetValue(resource)!;

    /// <summary>The pod that a resource makes; null where it makes none.</summary>
    public static V1PodTemplateSpec? Pod(object resource) => resource switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1StatefulSet set => set.Spec.Template,
        V1Job job => job.Spec.Template,
        _ => null,
    };
}
