namespace EmailCampaign.Testing.Tracing;

public sealed record OtlpEvent(string Name, IReadOnlyDictionary<string, string> Attributes);
