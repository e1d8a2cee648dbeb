namespace EmailCampaign.Campaigns;

/// <summary>Recipients by status. Their sum is the number of accepted rows, always (the conservation law).</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.RecipientCounts")]
public sealed record RecipientCounts
{
    [Id(0)] public int Pending { get; init; }

    [Id(1)] public int Claimed { get; init; }

    [Id(2)] public int Waiting { get; init; }

    [Id(3)] public int Sent { get; init; }

    [Id(4)] public int Dead { get; init; }

    [Id(5)] public int InDoubt { get; init; }

    [Id(6)] public int Suppressed { get; init; }

    [Id(7)] public int Discarded { get; init; }

    /// <summary>Derived: what a cancelled campaign will not send any more.</summary>
    [Id(8)] public int Cancelled { get; init; }

    public int Total => Pending + Claimed + Waiting + Sent + Dead + InDoubt + Suppressed + Discarded + Cancelled;

    public static RecipientCounts operator +(RecipientCounts left, RecipientCounts right) => Add(left, right);

    public static RecipientCounts Add(RecipientCounts left, RecipientCounts right) => new()
    {
        Pending = left.Pending + right.Pending,
        Claimed = left.Claimed + right.Claimed,
        Waiting = left.Waiting + right.Waiting,
        Sent = left.Sent + right.Sent,
        Dead = left.Dead + right.Dead,
        InDoubt = left.InDoubt + right.InDoubt,
        Suppressed = left.Suppressed + right.Suppressed,
        Discarded = left.Discarded + right.Discarded,
        Cancelled = left.Cancelled + right.Cancelled,
    };
}
