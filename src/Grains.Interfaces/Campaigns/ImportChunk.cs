namespace EmailCampaign.Campaigns;

/// <summary>A piece of the contact file, transcoded to UTF-8 without byte order mark.</summary>
/// <param name="Offset">Position of the first byte in the transcoded file: always the one the last answer asked for.</param>
/// <param name="Data">At most 1 MB.</param>
/// <param name="Last">Whether the file ends with this chunk (which may be empty).</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.ImportChunk")]
public sealed record ImportChunk(
    [property: Id(0)] long Offset,
    [property: Id(1)] ReadOnlyMemory<byte> Data,
    [property: Id(2)] bool Last);
