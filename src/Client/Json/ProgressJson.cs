using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Json;

/// <summary>The lines before the last one of <c>launch --json</c>; the field <c>progress</c> tells them from the status.</summary>
internal static class ProgressJson
{
    public static string Of(UploadProgress progress) => JsonLine.Of(json =>
    {
        json.WriteString("progress", "importing");
        json.WriteNumber("bytes", progress.Bytes);
        json.WriteNumber("totalBytes", progress.TotalBytes);
        StatusJson.WriteRows(json, progress.Rows);
    });

    public static string Of(CampaignStatus status) => JsonLine.Of(json =>
    {
        json.WriteString("progress", KebabNames.Of(status.Phase));
        json.WriteNumber("recipients", status.Recipients.Total);
        json.WriteNumber("sent", status.Recipients.Sent);
        json.WriteNumber("waiting", status.Recipients.Waiting);
        json.WriteNumber("dead", status.Recipients.Dead);
        json.WriteNumber("inDoubt", status.Recipients.InDoubt);
        json.WriteRate("ratePerSecond", status.RatePerSecond);
        if (Eta.Of(status) is { } left)
        {
            json.WriteNumber("etaSeconds", Math.Round(left.TotalSeconds));
        }
        else
        {
            json.WriteNull("etaSeconds");
        }

        json.WriteStartArray("notices");
        foreach (var notice in status.Notices)
        {
            json.WriteStringValue(notice);
        }

        json.WriteEndArray();
    });
}
