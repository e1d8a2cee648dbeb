using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes.Custom;

/// <summary>The Prometheus operator's, as far as it is used here.</summary>
public sealed class PodMonitor
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta? Metadata { get; set; }

    public PodMonitorSpec Spec { get; set; } = new();

    public sealed class PodMonitorSpec
    {
        public V1LabelSelector? Selector { get; set; }

        public IList<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    public sealed class Endpoint
    {
        public string? Port { get; set; }

        public string? Path { get; set; }

        public string? Interval { get; set; }

        public string? ScrapeTimeout { get; set; }
    }
}
