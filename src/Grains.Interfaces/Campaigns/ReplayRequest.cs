namespace EmailCampaign.Campaigns;

/// <summary>Sends dead letters again as a new generation: a new Message-ID, attempts counted from zero.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.ReplayRequest")]
public sealed record ReplayRequest
{
    [Id(0)] public required DeadLetterFilter Filter { get; init; }

    /// <summary>Most mails a second from now on; null leaves the campaign's rate as it is.</summary>
    [Id(1)] public double? RatePerSecond { get; init; }

    /// <summary>The right address of the one recipient that <see cref="DeadLetterFilter.Email"/> names; null to keep it.</summary>
    [Id(2)] public string? CorrectedAddress { get; init; }
}
