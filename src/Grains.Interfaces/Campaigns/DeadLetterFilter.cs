using EmailCampaign.Batches;

namespace EmailCampaign.Campaigns;

/// <summary>Which dead letters a command is about. Everything given must hold; nothing given means all dead recipients.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.DeadLetterFilter")]
public sealed record DeadLetterFilter
{
    [Id(0)] public FailureReason? Reason { get; init; }

    /// <summary>A recipient's address, in any case.</summary>
    [Id(1)] public string? Email { get; init; }

    /// <summary>The recipients in doubt instead of the dead ones.</summary>
    [Id(2)] public bool InDoubt { get; init; }
}
