namespace EmailCampaign.Batches;

/// <summary>Which recipients of a batch are asked for. Everything given must hold.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.RecipientQuery")]
public sealed record RecipientQuery
{
    /// <summary>Statuses wanted; empty for all.</summary>
    [Id(0)] public IReadOnlyList<RecipientStatus> Statuses { get; init; } = [];

    /// <summary>An address, in any case; null for all.</summary>
    [Id(1)] public string? Email { get; init; }

    [Id(2)] public FailureReason? Reason { get; init; }

    /// <summary>Whether <see cref="RecipientView.Values"/> is wanted.</summary>
    [Id(3)] public bool WithValues { get; init; }
}
