namespace EmailCampaign.Batches;

/// <summary>The row <c>batch-recipients</c>: who is in the batch. Written once, by the import.</summary>
[GenerateSerializer, Alias("EmailCampaign.StoredRecipients")]
internal sealed record StoredRecipients
{
    /// <summary>Line of each contact in the file.</summary>
    [Id(0)] public int[] Lines { get; init; } = [];

    /// <summary>Address of each contact as it goes on the wire.</summary>
    [Id(1)] public string[] Addresses { get; init; } = [];

    /// <summary>Each contact's row, in the order of the file's columns.</summary>
    [Id(2)] public string[][] Values { get; init; } = [];

    /// <summary>
    /// When the campaign it belongs to was created; null in rows of earlier versions. An id may be used again, and a write for the deleted
    /// campaign may land only then.
    /// </summary>
    [Id(3)] public DateTimeOffset? CreatedAt { get; init; }

    public int Count => Addresses.Length;

    public static StoredRecipients From(BatchContent content) => new()
    {
        CreatedAt = content.CreatedAt,
        Lines = [.. content.Recipients.Select(static recipient => recipient.Line)],
        Addresses = [.. content.Recipients.Select(static recipient => recipient.Address)],
        Values = [.. content.Recipients.Select(static recipient => recipient.Values)],
    };

    public bool Equals(BatchContent content)
        => Count == content.Recipients.Count
            && content.Recipients.Index().All(pair => Lines[pair.Index] == pair.Item.Line
                && Addresses[pair.Index] == pair.Item.Address
                && Values[pair.Index].AsSpan().SequenceEqual(pair.Item.Values));
}
