namespace EmailCampaign.Batches;

/// <summary>The row <c>batch-ledger</c>: a <see cref="BatchLedger"/> as <see cref="LedgerCodec"/> writes it.</summary>
[GenerateSerializer, Alias("EmailCampaign.StoredLedger")]
internal sealed record StoredLedger
{
    [Id(0)] public byte[] Data { get; init; } = [];

    /// <summary>When the campaign it belongs to was created; null in rows of earlier versions. See <see cref="StoredRecipients.CreatedAt"/>.</summary>
    [Id(1)] public DateTimeOffset? CreatedAt { get; init; }
}
