using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes.Custom;

/// <summary>KEDA's, as far as it is used here.</summary>
public sealed class ScaledObject
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta? Metadata { get; set; }

    public ScaledObjectSpec Spec { get; set; } = new();

    public sealed class ScaledObjectSpec
    {
        public Target ScaleTargetRef { get; set; } = new();

        public int MinReplicaCount { get; set; }

        public int MaxReplicaCount { get; set; }

        public int PollingInterval { get; set; }

        public int CooldownPeriod { get; set; }

        public FallbackSpec? Fallback { get; set; }

        public AdvancedSpec? Advanced { get; set; }

        public IList<Trigger> Triggers { get; set; } = [];
    }

    public sealed class Target
    {
        public string Name { get; set; } = "";
    }

    public sealed class FallbackSpec
    {
        public int FailureThreshold { get; set; }

        public int Replicas { get; set; }
    }

    public sealed class AdvancedSpec
    {
        public AutoscalerConfig? HorizontalPodAutoscalerConfig { get; set; }
    }

    public sealed class AutoscalerConfig
    {
        public V2HorizontalPodAutoscalerBehavior? Behavior { get; set; }
    }

    public sealed class Trigger
    {
        public string Type { get; set; } = "";

        public string? MetricType { get; set; }

        public IDictionary<string, string> Metadata { get; set; } = new Dictionary<string, string>();
    }
}
