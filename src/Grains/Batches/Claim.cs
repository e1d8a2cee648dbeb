namespace EmailCampaign.Batches;

/// <summary>A lease on some recipients: whoever holds it may start their mails until the deadline.</summary>
/// <param name="Id">Never used twice, over all activations and processes.</param>
/// <param name="ProcessId">The process that holds it.</param>
/// <param name="DeadlineAt">Wall-clock time after which its holder starts no mail.</param>
internal sealed record Claim(long Id, Guid ProcessId, DateTimeOffset DeadlineAt)
{
    /// <summary>How long a slice may start mails.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after the deadline a claim of somebody else is judged. It is shorter than the longest final reply: an outcome that
    /// comes later still counts when it is an acceptance.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);

    /// <summary>A number in [0, 1) that is the same for all recipients of a claim.</summary>
    public static double Roll(long claimId) => (uint)HashCode(claimId) / (uint.MaxValue + 1.0);

    private static ulong HashCode(long value) => unchecked((ulong)value * 0x9E3779B97F4A7C15) >> 32;
}
