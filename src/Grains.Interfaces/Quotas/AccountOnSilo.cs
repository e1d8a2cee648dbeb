namespace EmailCampaign.Quotas;

/// <summary>How a silo meets a provider account.</summary>
/// <param name="Silo">Address of the silo.</param>
/// <param name="Circuit">State of its circuit breaker.</param>
/// <param name="Notice">What holds the account up there, as a sentence; null while it flows.</param>
/// <param name="HeardAt">When the silo last told of it.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.AccountOnSilo")]
public sealed record AccountOnSilo(
    [property: Id(0)] string Silo,
    [property: Id(1)] CircuitState Circuit,
    [property: Id(2)] string? Notice,
    [property: Id(3)] DateTimeOffset HeardAt);
