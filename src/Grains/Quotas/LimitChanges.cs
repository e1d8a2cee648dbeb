using System.Collections.Immutable;

namespace EmailCampaign.Quotas;

/// <summary>Limits that an operator has set over those of the settings.</summary>
internal static class LimitChanges
{
    /// <summary>The changes with newer ones; of two about the same limit the newer one stands.</summary>
    public static ImmutableArray<LimitChange> With(this ImmutableArray<LimitChange> changes, IEnumerable<LimitChange> newer)
        => [.. changes.Concat(newer).GroupBy(static change => (change.Kind, change.Domain)).Select(static same => same.Last())];

    public static AccountLimits Apply(this ImmutableArray<LimitChange> changes, AccountLimits limits)
    {
        foreach (var change in changes)
        {
            limits = change.Kind switch
            {
                LimitKind.PerSecond => limits with { PerSecond = change.Limit },
                LimitKind.PerMinute => limits with { PerMinute = (int?)change.Limit },
                LimitKind.PerHour => limits with { PerHour = (int?)change.Limit },
                LimitKind.PerDay => limits with { PerDay = (int?)change.Limit },
                _ => limits with
                {
                    Domains = change.Limit is { } limit ? limits.Domains.SetItem(change.Domain!, limit) : limits.Domains.Remove(change.Domain!),
                },
            };
        }

        return limits;
    }
}
