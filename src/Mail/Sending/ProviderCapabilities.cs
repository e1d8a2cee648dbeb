namespace EmailCampaign.Mail.Sending;

/// <summary>What a provider can do; the sender adapts its slices to it.</summary>
public sealed record ProviderCapabilities
{
    /// <summary>Most messages in one call; 1 where each message is its own transaction.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>Largest message in octets, attachments in base64 included; null when the provider names no limit or each session its own.</summary>
    public long? MaxMessageBytes { get; init; }

    /// <summary>
    /// How long the provider drops a repeat of a call with the same messages (an idempotency key); null where it drops none. The ledger
    /// repeats a slice in doubt as it was as long as this lasts, and leaves it in doubt afterwards.
    /// </summary>
    public TimeSpan? IdempotencyLife { get; init; }

    /// <summary>
    /// Whether an address whose local part is not ASCII can be taken (RFC 6531). SMTP says yes, and each session decides; where it is no,
    /// such a recipient is <see cref="RejectReason.NeedsSmtpUtf8"/>.
    /// </summary>
    public bool TakesUtf8Addresses { get; init; } = true;

    /// <summary>Whether mail really leaves this machine.</summary>
    public bool LeavesTheMachine { get; init; } = true;
}
