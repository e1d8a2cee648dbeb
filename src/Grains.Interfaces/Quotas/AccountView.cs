namespace EmailCampaign.Quotas;

/// <summary>A provider account as a person sees it.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.AccountView")]
public sealed record AccountView
{
    [Id(0)] public required string Account { get; init; }

    /// <summary>The limits that hold now, what the account itself said or made felt included.</summary>
    [Id(1)] public required AccountLimits Limits { get; init; }

    /// <summary>The limits that an operator has set in place of the configured ones.</summary>
    [Id(2)] public IReadOnlyList<LimitChange> Changes { get; init; } = [];

    /// <summary>Mails of the last minute; null without a limit a minute.</summary>
    [Id(3)] public int? UsedInMinute { get; init; }

    /// <summary>Mails of the last hour; null without a limit an hour.</summary>
    [Id(4)] public int? UsedInHour { get; init; }

    /// <summary>Mails of the last 24 hours; null without a limit a day.</summary>
    [Id(5)] public int? UsedInDay { get; init; }

    /// <summary>Mails a second that the account accepted over the last two seconds.</summary>
    [Id(6)] public double AcceptedPerSecond { get; init; }

    /// <summary>The rate that the account made felt by asking to slow down; null when it did not lately.</summary>
    [Id(7)] public double? AdaptivePerSecond { get; init; }

    /// <summary>When sending goes on; null while nothing holds it up.</summary>
    [Id(8)] public DateTimeOffset? ResumesAt { get; init; }

    /// <summary>The limit that is used up; null when none is.</summary>
    [Id(9)] public LimitKind? UsedUp { get; init; }

    /// <summary>What the account said of itself when it was last asked, as a sentence; null when it was not.</summary>
    [Id(10)] public string? Answer { get; init; }

    /// <summary>The silos that have used the account within the last minute.</summary>
    [Id(11)] public IReadOnlyList<AccountOnSilo> Silos { get; init; } = [];
}
