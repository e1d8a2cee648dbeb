using System.Runtime.InteropServices;

namespace EmailCampaign.Quotas;

/// <param name="CountedAt">As in <see cref="PermitBlock.CountedAt"/>.</param>
[StructLayout(LayoutKind.Auto)]
[GenerateSerializer, Immutable, Alias("EmailCampaign.UnusedPermits")]
internal readonly record struct UnusedPermits(
    [property: Id(0)] int Count,
    [property: Id(1)] long CountedAt);
