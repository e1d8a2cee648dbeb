namespace EmailCampaign.Testing.Prometheus;

/// <summary>One series of an answer.</summary>
public sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value);
