namespace EmailCampaign.Quotas;

/// <summary>What holds for an account now, over all silos. Times are from the moment of the answer.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.QuotaNews")]
internal sealed record QuotaNews
{
    /// <summary>The limits that hold, those that the account made felt included.</summary>
    [Id(0)] public required AccountLimits Limits { get; init; }

    /// <summary>For how long nothing is to be sent.</summary>
    [Id(1)] public TimeSpan BlockedFor { get; init; }

    /// <summary>The limit that is used up; null when the account asked to be left alone.</summary>
    [Id(2)] public LimitKind? UsedUp { get; init; }

    /// <summary>What the account said when it asked to slow down; null when it did not lately.</summary>
    [Id(3)] public string? Reply { get; init; }

    /// <summary>The silo that hears this asks the account for its limits, and tells.</summary>
    [Id(4)] public bool AskAccount { get; init; }

    /// <summary>Whether somebody has been told to ask the account and nothing was heard yet: mails wait for that.</summary>
    [Id(6)] public bool IsAsking { get; init; }

    /// <summary>Whether the account itself said how many mails it takes a day.</summary>
    [Id(5)] public bool CountsDay { get; init; }

    /// <summary>Share of the limit an hour that is used; 0 without one.</summary>
    [Id(7)] public double UsedOfHour { get; init; }

    /// <summary>Share of the limit a day that is used, by our count or the account's own, whichever is more; 0 without one.</summary>
    [Id(8)] public double UsedOfDay { get; init; }

    /// <summary>Whether a mail needs a permit.</summary>
    public bool IsLimited => Limits.HasAny || CountsDay;
}
