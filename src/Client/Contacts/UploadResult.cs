using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Contacts;

/// <summary>What came of an upload.</summary>
internal abstract record UploadResult
{
    private UploadResult()
    {
    }

    /// <summary>Everything is stored; the campaign starts, or waits for its time.</summary>
    public sealed record Stored(RowCounts Rows) : UploadResult;

    /// <summary>The file is no longer the one that was checked. Nothing was sent: the last piece never left.</summary>
    public sealed record Changed(string FileName) : UploadResult;

    /// <summary>The campaign stopped the import for good.</summary>
    public sealed record Stopped(string Problem) : UploadResult;

    /// <summary>The campaign takes no import.</summary>
    public sealed record Refused(CommandRefusal Refusal, string? Problem) : UploadResult;

    /// <summary>The campaign asks for a place that lies behind: the pass has to be made anew.</summary>
    public sealed record Again : UploadResult;
}
