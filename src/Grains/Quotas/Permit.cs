using System.Runtime.InteropServices;

namespace EmailCampaign.Quotas;

/// <summary>Leave to start one mail.</summary>
/// <param name="From">The moment before which the mail does not start, on this silo's clock.</param>
/// <param name="CountedAt">As in <see cref="PermitBlock.CountedAt"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Permit(DateTimeOffset From, long CountedAt);
