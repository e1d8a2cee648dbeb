using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>A campaign at one time, as a person is told of it. Every table counts each recipient once.</summary>
internal sealed record CampaignReport
{
    public required CampaignStatus Campaign { get; init; }

    /// <summary>Whether the mails were only written to files, so that nobody takes them for sent.</summary>
    public bool NothingLeft => Campaign.Provider == "outbox";

    /// <summary>When the recipients were read: one that was sent meanwhile is counted as what it was when its batch was asked.</summary>
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>The recipients as they were read, which the tables add up to.</summary>
    public required RecipientCounts Counts { get; init; }

    /// <summary>By account of the last attempt; those without any have an empty name.</summary>
    public required TopOutcomes Accounts { get; init; }

    public required TopOutcomes Domains { get; init; }

    /// <summary>Why recipients are dead, wait or are in doubt; what killed most comes first.</summary>
    public required IReadOnlyList<FailuresFor> Failures { get; init; }

    public DateTimeOffset? FirstSentAt { get; init; }

    public DateTimeOffset? LastSentAt { get; init; }

    public required RateTimeline Timeline { get; init; }

    /// <summary>The first few, in the file's order.</summary>
    public required IReadOnlyList<RecipientView> DeadLetters { get; init; }

    public required IReadOnlyList<RecipientView> InDoubt { get; init; }
}
