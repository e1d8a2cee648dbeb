namespace EmailCampaign.Batches;

/// <summary>One recipient as an operator sees it.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.RecipientView")]
public sealed record RecipientView
{
    [Id(0)] public required string Email { get; init; }

    /// <summary>Line of the contact in the CSV, 1-based.</summary>
    [Id(1)] public required int Line { get; init; }

    [Id(2)] public required RecipientStatus Status { get; init; }

    /// <summary>Attempts of the current generation.</summary>
    [Id(3)] public int Attempts { get; init; }

    [Id(4)] public FailureReason Reason { get; init; }

    /// <summary>The provider's last reply, cut at 300 characters.</summary>
    [Id(5)] public string Reply { get; init; } = "";

    [Id(6)] public string ProviderMessageId { get; init; } = "";

    /// <summary>When it came to this status; null for a recipient nothing has happened to.</summary>
    [Id(7)] public DateTimeOffset? At { get; init; }

    /// <summary>When it is due again, for a waiting one.</summary>
    [Id(8)] public DateTimeOffset? DueAt { get; init; }

    /// <summary>0 for the first sending, one more with each replay.</summary>
    [Id(9)] public int Generation { get; init; }

    /// <summary>Claims of this generation that ended without an outcome: the mail may have been sent that often.</summary>
    [Id(10)] public int OpenDoubts { get; init; }

    /// <summary>Claims that ended without an outcome over all generations, settled or not: each may have been a duplicate.</summary>
    [Id(11)] public int DoubtsEver { get; init; }

    /// <summary>
    /// Whether its campaign was cancelled before it was sent: then it is shown as cancelled. A batch does not know; whoever reads the campaign
    /// beside it says so.
    /// </summary>
    [Id(13)] public bool Cancelled { get; init; }

    /// <summary>The provider account of the last attempt; null before the first.</summary>
    [Id(14)] public string? Account { get; init; }

    /// <summary>The contact's row, in the order of the file's columns.</summary>
    [Id(12)] public IReadOnlyList<string> Values { get; init; } = [];
}
