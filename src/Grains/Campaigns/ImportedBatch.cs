using EmailCampaign.Batches;

namespace EmailCampaign.Campaigns;

/// <summary>A batch that the import closed, and where the import goes on once it is stored.</summary>
internal sealed record ImportedBatch(int Index, BatchContent Content, ImportCursor CursorAfter);
