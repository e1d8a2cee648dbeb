using EmailCampaign.Rejects;

namespace EmailCampaign.Campaigns;

/// <summary>What a chunk of the file came to.</summary>
/// <param name="FirstReject">Number of the first of <paramref name="Rejects"/>, counted over the whole file.</param>
/// <param name="Cursor">Where the import goes on once everything here is stored; null when that has not moved.</param>
/// <param name="Problem">Why the import stops for good; null while all is well.</param>
internal sealed record ImportStep(
    IReadOnlyList<ImportedBatch> Batches,
    int FirstReject,
    IReadOnlyList<RejectedRow> Rejects,
    ImportCursor? Cursor,
    string? Problem)
{
    /// <summary>What this chunk and the next one came to.</summary>
    public ImportStep Then(ImportStep next)
        => new([.. Batches, .. next.Batches], FirstReject, [.. Rejects, .. next.Rejects], next.Cursor ?? Cursor, next.Problem);
}
