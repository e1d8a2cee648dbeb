namespace EmailCampaign.Rejects;

/// <summary>The row <c>rejects</c>.</summary>
[GenerateSerializer, Alias("EmailCampaign.RejectPageState")]
internal sealed record RejectPageState
{
    [Id(0)] public IReadOnlyList<RejectedRow> Rows { get; init; } = [];
}
