namespace EmailCampaign.Accounts;

/// <summary>What an account said of itself.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.AccountState")]
public sealed record AccountState
{
    /// <summary>The account that was asked.</summary>
    [Id(0)] public required string Account { get; init; }

    [Id(1)] public required AccountStatus Status { get; init; }

    /// <summary>What was found, for people: one or two sentences on one line, without secrets.</summary>
    [Id(2)] public required string Sentence { get; init; }

    /// <summary>Most mails a second; null where the account names no such limit.</summary>
    [Id(3)] public double? PerSecond { get; init; }

    /// <summary>Most mails in any 24 hours; null where the account names no such limit or has none.</summary>
    [Id(4)] public double? PerDay { get; init; }

    /// <summary>Of <see cref="PerDay"/>, what the last 24 hours have used; null where that is not told.</summary>
    [Id(5)] public double? UsedInDay { get; init; }

    /// <summary>Whether it was asked at all: an account that is not there, or whose settings are incomplete, is not.</summary>
    [Id(6)] public bool Asked { get; init; } = true;
}
