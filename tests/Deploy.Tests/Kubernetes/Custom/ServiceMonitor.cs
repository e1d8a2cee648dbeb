using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes.Custom;

/// <summary>The Prometheus operator's, as far as it is used here.</summary>
public sealed class ServiceMonitor
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta? Metadata { get; set; }

    public ServiceMonitorSpec Spec { get; set; } = new();

    public sealed class ServiceMonitorSpec
    {
        public V1LabelSelector? Selector { get; set; }

        public IList<Endpoint> Endpoints { get; set; } = [];
    }

    public sealed class Endpoint
    {
        public string? Port { get; set; }

        public string? Path { get; set; }

        public IList<Relabeling> Relabelings { get; set; } = [];
    }

    public sealed class Relabeling
    {
        public IList<string> SourceLabels { get; set; } = [];

        public string? TargetLabel { get; set; }

        public string? Replacement { get; set; }
    }
}
