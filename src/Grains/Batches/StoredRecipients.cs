namespace EmailCampaign.Batches;

/// <summary>The row <c>batch-recipients</c>: who is in the batch. Written once, by the import.</summary>
/// <remarks>A contact's texts stay octets until they are asked for: a batch in work holds one array, and not thousands of strings.</remarks>
[GenerateSerializer, Alias("EmailCampaign.StoredRecipients")]
internal sealed record StoredRecipients
{
    [NonSerialized] private int[]? _places; // found when first asked for

    /// <summary>Line of each contact in the file.</summary>
    [Id(0)] public int[] Lines { get; init; } = [];

    /// <summary>Address of each contact as it goes on the wire, in rows of earlier versions.</summary>
    [Id(1)] public string[] Addresses { get; init; } = [];

    /// <summary>Each contact's row in the order of the file's columns, in rows of earlier versions.</summary>
    [Id(2)] public string[][] Values { get; init; } = [];

    /// <summary>
    /// When the campaign it belongs to was created; null in rows of earlier versions. An id may be used again, and a write for the deleted
    /// campaign may land only then.
    /// </summary>
    [Id(3)] public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The address and the row of each contact, as <see cref="RecipientCodec"/> writes them; null in rows of earlier versions.</summary>
    [Id(4)] public byte[]? Contacts { get; init; }

    public int Count => Lines.Length;

    public static StoredRecipients From(BatchContent content) => new()
    {
        CreatedAt = content.CreatedAt,
        Lines = [.. content.Recipients.Select(static recipient => recipient.Line)],
        Contacts = RecipientCodec.Encode(content.Recipients),
    };

    public string Address(int index) => Contacts is { } contacts ? RecipientCodec.Address(contacts.AsSpan(Place(index))) : Addresses[index];

    /// <summary>The address, and the row in the order of the file's columns.</summary>
    public (string Address, string[] Values) Contact(int index)
        => Contacts is { } contacts ? RecipientCodec.Contact(contacts.AsSpan(Place(index))) : (Addresses[index], Values[index]);

    public bool Equals(BatchContent content)
        => Count == content.Recipients.Count && content.Recipients.Index().All(pair =>
        {
            var (address, values) = Contact(pair.Index);
            return Lines[pair.Index] == pair.Item.Line && address == pair.Item.Address && values.AsSpan().SequenceEqual(pair.Item.Values);
        });

    private int Place(int index) => (_places ??= RecipientCodec.Places(Contacts, Count))[index];
}
