using System.Collections.Immutable;

namespace EmailCampaign.Quotas;

/// <summary>How many mails may go through an account, over all silos together; null where there is no such limit.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.AccountLimits")]
public sealed record AccountLimits
{
    public static AccountLimits None { get; } = new();

    /// <summary>Mails a second, evenly spaced; may be below 1.</summary>
    [Id(0)] public double? PerSecond { get; init; }

    /// <summary>Mails in any minute.</summary>
    [Id(1)] public int? PerMinute { get; init; }

    /// <summary>Mails in any hour.</summary>
    [Id(2)] public int? PerHour { get; init; }

    /// <summary>Mails in any 24 hours.</summary>
    [Id(3)] public int? PerDay { get; init; }

    /// <summary>Mails a second by the recipient's domain, in lower case; <c>default</c> is the limit of each domain that is not named.</summary>
    [Id(4)] public ImmutableSortedDictionary<string, double> Domains { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>Whether there is a limit of the account itself.</summary>
    public bool HasAny => PerSecond is not null || HasWindows;

    /// <summary>Whether mails are counted over a minute, an hour or a day.</summary>
    public bool HasWindows => PerMinute is not null || PerHour is not null || PerDay is not null;
}
