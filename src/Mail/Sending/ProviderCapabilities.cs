namespace EmailCampaign.Mail.Sending;

/// <summary>What a provider can do; the sender adapts its slices to it.</summary>
public sealed record ProviderCapabilities
{
    /// <summary>Most messages in one call; 1 where each message is its own transaction.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Whether a repeat under the same idempotency key is dropped by the provider.</summary>
    public bool Idempotent { get; init; }

    /// <summary>Whether mail really leaves this machine.</summary>
    public bool LeavesTheMachine { get; init; } = true;
}
