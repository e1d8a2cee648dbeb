namespace EmailCampaign.Batches;

/// <summary>The row <c>batch-ledger</c>: a <see cref="BatchLedger"/> as <see cref="LedgerCodec"/> writes it.</summary>
[GenerateSerializer, Alias("EmailCampaign.StoredLedger")]
internal sealed record StoredLedger
{
    [Id(0)] public byte[] Data { get; init; } = [];
}
