using System.Collections.Immutable;

namespace EmailCampaign.Quotas;

/// <summary>What an account's quota keeps over restarts: the limits that an operator has set, and the mails counted in each window.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.QuotaState")]
internal sealed record QuotaState
{
    [Id(0)] public ImmutableArray<LimitChange> Changes { get; init; } = [];

    /// <summary>Mails by slot of <see cref="RollingWindow"/>.</summary>
    [Id(1)] public ImmutableSortedDictionary<long, int> Minute { get; init; } = ImmutableSortedDictionary<long, int>.Empty;

    [Id(2)] public ImmutableSortedDictionary<long, int> Hour { get; init; } = ImmutableSortedDictionary<long, int>.Empty;

    [Id(3)] public ImmutableSortedDictionary<long, int> Day { get; init; } = ImmutableSortedDictionary<long, int>.Empty;
}
