using EmailCampaign.Campaigns;
using EmailCampaign.Senders;

namespace EmailCampaign.Batches;

/// <summary>How a batch stands. The counts are absolute, so a repeated report changes nothing.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.BatchReport")]
internal sealed record BatchReport
{
    [Id(0)] public required int Batch { get; init; }

    [Id(1)] public required RecipientCounts Counts { get; init; }

    /// <summary>The ledger's version: an answer that was overtaken by a later report is recognised by it.</summary>
    [Id(8)] public required long Version { get; init; }

    /// <summary>Unfinished recipients with an open doubt (a cancelled campaign counts them as in doubt).</summary>
    [Id(2)] public int UnfinishedInDoubt { get; init; }

    /// <summary>When the next waiting recipient is due.</summary>
    [Id(3)] public DateTimeOffset? NextDueAt { get; init; }

    /// <summary>Nothing is claimed and nothing can be claimed now: the batch leaves the window.</summary>
    [Id(4)] public bool Idle { get; init; }

    /// <summary>The run that this report belongs to.</summary>
    [Id(5)] public long Epoch { get; init; }

    /// <summary>Why the campaign should pause.</summary>
    [Id(6)] public SliceTrouble? Trouble { get; init; }

    /// <summary>The silo that the batch is on.</summary>
    [Id(9)] public required SiloAddress Silo { get; init; }

    /// <summary>What holds the batch up at the moment, as a sentence.</summary>
    [Id(7)] public string? Notice { get; init; }

    /// <summary>Whether no account of the batch's silo takes a mail now.</summary>
    [Id(10)] public bool HeldUp { get; init; }

    /// <summary>Mails a second that the accounts take, over all silos; null where nothing says so.</summary>
    [Id(11)] public double? PerSecond { get; init; }
}
