using System.Runtime.InteropServices;

namespace EmailCampaign.Quotas;

/// <summary>Permits for a few mails, each with a time before which its mail does not start. Times are from the moment of the answer.</summary>
[StructLayout(LayoutKind.Auto)]
[GenerateSerializer, Immutable, Alias("EmailCampaign.PermitBlock")]
internal readonly record struct PermitBlock
{
    [Id(0)] public int Count { get; init; }

    /// <summary>Until the first of them may be used.</summary>
    [Id(1)] public TimeSpan FirstIn { get; init; }

    /// <summary>From each to the next.</summary>
    [Id(2)] public TimeSpan Spacing { get; init; }

    /// <summary>When there may be more.</summary>
    [Id(3)] public TimeSpan AskAgainIn { get; init; }

    /// <summary>When they were counted, in UTC ticks of the quota: to be named when they come back unused.</summary>
    [Id(4)] public long CountedAt { get; init; }

    /// <summary>The first one's time by the quota's own clock, which is the same for all silos.</summary>
    [Id(5)] public DateTimeOffset FirstAt { get; init; }
}
