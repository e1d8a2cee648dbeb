namespace EmailCampaign.Campaigns;

/// <summary>What the first pass over the CSV found: how to read it, and the fingerprint by which a resume recognises it.</summary>
[GenerateSerializer, Immutable, Alias("EmailCampaign.ContactFile")]
public sealed record ContactFile
{
    /// <summary>File name without its folder, for messages.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Length of the file in bytes.</summary>
    [Id(1)] public required long Length { get; init; }

    /// <summary>SHA-256 of the file's bytes, lower-case hex.</summary>
    [Id(2)] public required string Sha256 { get; init; }

    /// <summary><c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c> or <c>windows-1252</c>.</summary>
    [Id(3)] public required string Encoding { get; init; }

    [Id(4)] public required bool ByteOrderMark { get; init; }

    [Id(5)] public required char Delimiter { get; init; }

    /// <summary>Whether the first line is <c>sep=</c>.</summary>
    [Id(6)] public required bool SeparatorLine { get; init; }

    /// <summary>The header, trimmed, in the file's order.</summary>
    [Id(7)] public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>Index of the e-mail column in <see cref="Columns"/>.</summary>
    [Id(8)] public required int EmailColumn { get; init; }
}
