using System.Runtime.InteropServices;

namespace EmailCampaign.Quotas;

/// <summary>Leave to start one mail.</summary>
/// <param name="From">The moment before which the mail does not start, on this silo's clock.</param>
/// <param name="CountedAt">As in <see cref="PermitBlock.CountedAt"/>.</param>
/// <param name="At">The same moment by the clock of the quota, by which no two permits of an account are closer than its rate allows.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Permit(DateTimeOffset From, long CountedAt, DateTimeOffset At);
