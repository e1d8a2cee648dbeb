using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Contacts;

/// <summary>How far an upload is.</summary>
/// <param name="Bytes">Bytes of the file that were read.</param>
/// <param name="TotalBytes">Bytes of the file.</param>
/// <param name="Rows">What the campaign made of them so far.</param>
internal sealed record UploadProgress(long Bytes, long TotalBytes, RowCounts Rows);
