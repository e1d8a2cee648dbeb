namespace EmailCampaign.Quotas;

/// <summary>What a silo tells of its use of an account since it told last.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.SiloUse")]
internal sealed record SiloUse
{
    [Id(0)] public required string Silo { get; init; }

    /// <summary>The account's limits in the silo's settings.</summary>
    [Id(1)] public required AccountLimits Configured { get; init; }

    /// <summary>Mails that the account accepted.</summary>
    [Id(2)] public int Accepted { get; init; }

    /// <summary>How long the account wants to be left alone; null when it did not ask.</summary>
    [Id(3)] public TimeSpan? Throttled { get; init; }

    /// <summary>What the account said when it asked, or null.</summary>
    [Id(4)] public string? Reply { get; init; }

    [Id(5)] public IReadOnlyList<UnusedPermits> Unused { get; init; } = [];

    [Id(6)] public CircuitState Circuit { get; init; }

    /// <summary>What holds the account up on this silo, as a sentence; null while it flows.</summary>
    [Id(7)] public string? Notice { get; init; }

    /// <summary>The account's answer, when the silo was told to ask it.</summary>
    [Id(8)] public AccountAnswer? Answer { get; init; }
}
