namespace EmailCampaign.Testing.Tracing;

/// <summary>A span as a collector gets it. Ids are in hexadecimal digits; a root has an empty <paramref name="ParentId"/>.</summary>
public sealed record OtlpSpan(
    string TraceId, string SpanId, string ParentId, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<OtlpEvent> Events,
    IReadOnlyList<(string TraceId, string SpanId)> Links);
