using k8s.Models;

namespace EmailCampaign.Deploy.Tests.Kubernetes.Custom;

/// <summary>The Prometheus operator's, as far as it is used here.</summary>
public sealed class PrometheusRule
{
    public string? ApiVersion { get; set; }

    public string? Kind { get; set; }

    public V1ObjectMeta? Metadata { get; set; }

    public PrometheusRuleSpec Spec { get; set; } = new();

    public sealed class PrometheusRuleSpec
    {
        public IList<Group> Groups { get; set; } = [];
    }

    public sealed class Group
    {
        public string Name { get; set; } = "";

        public string? Interval { get; set; }

        public IList<Rule> Rules { get; set; } = [];
    }

    public sealed class Rule
    {
        public string? Record { get; set; }

        public string? Alert { get; set; }

        public string Expr { get; set; } = "";

        public string? For { get; set; }

        // An acronym of one word in the middle of a name would be written otherwise by a convention: it is spelt as the resource has it.
        [YamlDotNet.Serialization.YamlMember(Alias = "keep_firing_for", ApplyNamingConventions = false)]
        public string? KeepFiringFor { get; set; }

        public IDictionary<string, string>? Labels { get; set; }

        public IDictionary<string, string>? Annotations { get; set; }
    }
}
