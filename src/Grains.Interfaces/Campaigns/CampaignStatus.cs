namespace EmailCampaign.Campaigns;

/// <summary>A campaign as an operator sees it.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.CampaignStatus")]
public sealed record CampaignStatus
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required CampaignPhase Phase { get; init; }

    [Id(3)] public required DeliveryGuarantee Guarantee { get; init; }

    [Id(4)] public required string Provider { get; init; }

    [Id(5)] public required RowCounts Rows { get; init; }

    [Id(6)] public required RecipientCounts Recipients { get; init; }

    /// <summary>Mails accepted by the provider per second, over the last ten seconds or so.</summary>
    [Id(7)] public double RatePerSecond { get; init; }

    [Id(8)] public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When sending started.</summary>
    [Id(9)] public DateTimeOffset? StartedAt { get; init; }

    [Id(10)] public DateTimeOffset? FinishedAt { get; init; }

    [Id(11)] public DateTimeOffset? ScheduledAt { get; init; }

    [Id(12)] public PauseReason PauseReason { get; init; }

    /// <summary>Why it is paused, as a sentence; null otherwise.</summary>
    [Id(13)] public string? Reason { get; init; }

    /// <summary>What slows the campaign down at the moment (a provider that cannot be reached, a lane that rests), one sentence each.</summary>
    [Id(14)] public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>Template variables that were empty, with the number of rows.</summary>
    [Id(15)] public IReadOnlyList<KeyValuePair<string, int>> EmptyVariables { get; init; } = [];

    /// <summary>Batches are numbered 0 to this, exclusive; each is asked for its recipients by its key.</summary>
    [Id(16)] public int BatchCount { get; init; }

    /// <summary>The earliest time at which a waiting recipient is due again, when there is one.</summary>
    [Id(17)] public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Whether this silo sends at all: one that was started only to answer questions does not.</summary>
    [Id(18)] public bool SiloSends { get; init; }

    /// <summary>While it is being deleted: how many of its batches are gone. The counts are those of before.</summary>
    [Id(19)] public int DeletedBatches { get; init; }

    /// <summary>When a paused campaign goes on by itself; null where somebody has to resume it.</summary>
    [Id(20)] public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>Whether there is nothing more to watch: a pause that ends by itself is waited for.</summary>
    public bool IsOver => Phase is CampaignPhase.Completed or CampaignPhase.Cancelled or CampaignPhase.Deleting
        || (Phase == CampaignPhase.Paused && (ResumeAt is null || !SiloSends));

    /// <summary>Whether a person would see any difference.</summary>
    public bool IsSame(CampaignStatus other)
        => this with { Notices = other.Notices, EmptyVariables = other.EmptyVariables } == other
            && Notices.SequenceEqual(other.Notices)
            && EmptyVariables.SequenceEqual(other.EmptyVariables);
}
