namespace EmailCampaign.Testing.Clusters.Chaos;

/// <summary>One round of chaos.</summary>
/// <param name="Seed">Decides what is done, and when.</param>
public sealed record ChaosOptions(int Seed)
{
    public int Contacts { get; init; } = 30_000;

    public int Silos { get; init; } = 3;

    /// <summary>Disturbances.</summary>
    public int Events { get; init; } = 8;

    public bool AtMostOnce { get; init; }

    /// <summary>How long the server takes for each mail.</summary>
    public TimeSpan MailDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A campaign that takes longer has come to a standstill.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(10);

    public string Guarantee => AtMostOnce ? "at-most-once" : "at-least-once";
}
