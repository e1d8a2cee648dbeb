using System.Collections.Immutable;

namespace EmailCampaign.Batches;

/// <summary>One recipient's line in the ledger.</summary>
internal sealed record RecipientEntry
{
    public static RecipientEntry New { get; } = new();

    public RecipientStatus Status { get; init; }

    /// <summary>Claims of this generation that may have started a mail: raised by the claim, given back when nothing was attempted.</summary>
    public int Attempts { get; init; }

    /// <summary>0 for the first sending; a replay raises it.</summary>
    public int Generation { get; init; }

    /// <summary>The claim that holds the recipient; 0 for none.</summary>
    public long ClaimId { get; init; }

    /// <summary>Claims of this generation that ended without an outcome.</summary>
    public ImmutableArray<long> Doubts { get; init; } = [];

    /// <summary>Whether it was judged in doubt in this generation and goes (or went) out once more.</summary>
    public bool Resent { get; init; }

    /// <summary>Claims without an outcome over all generations, settled or not.</summary>
    public int DoubtsEver { get; init; }

    /// <summary>A corrected address; null for the one of the file.</summary>
    public string? Address { get; init; }

    /// <summary>The generation in which the address was changed last.</summary>
    public int AddressGeneration { get; init; }

    public DateTimeOffset? FirstAttemptAt { get; init; }

    /// <summary>When it came to its status.</summary>
    public DateTimeOffset? At { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public FailureReason Reason { get; init; }

    public string Reply { get; init; } = "";

    public string ProviderMessageId { get; init; } = "";

    /// <summary>The account of the last attempt, where the campaign goes through a route; null for the campaign's only account.</summary>
    public string? Account { get; init; }

    public bool InOpenDoubt => !Doubts.IsEmpty;

    public bool IsFinal => Status is RecipientStatus.Sent or RecipientStatus.Dead or RecipientStatus.InDoubt
        or RecipientStatus.Suppressed or RecipientStatus.Discarded;

    public bool IsClaimable(DateTimeOffset now) => Status == RecipientStatus.Pending
        || (Status == RecipientStatus.Waiting && (DueAt is not { } due || due <= now));
}
