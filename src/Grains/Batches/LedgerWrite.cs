namespace EmailCampaign.Batches;

/// <summary>What a write of the ledger came to.</summary>
internal enum LedgerWrite
{
    /// <summary>The row is what was written.</summary>
    Committed = 0,

    /// <summary>The row is what it was before.</summary>
    NotWritten = 1,

    /// <summary>An earlier write of this activation, of unknown fate until now, is in the row.</summary>
    EarlierLanded = 2,

    /// <summary>Another activation has written: this one is no longer the current one.</summary>
    Lost = 3,

    /// <summary>The row could not be read again before the activation had to end.</summary>
    Unknown = 4,
}
