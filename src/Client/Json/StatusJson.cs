using System.Text.Json;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;

namespace EmailCampaign.Client.Json;

/// <summary>A campaign's status as JSON: a contract, so fields are only ever added.</summary>
internal static class StatusJson
{
    public static string Of(CampaignStatus status) => JsonLine.Of(json =>
    {
        json.WriteString("id", status.Id);
        json.WriteString("name", status.Name);
        json.WriteString("phase", KebabNames.Of(status.Phase));
        json.WriteString("guarantee", KebabNames.Of(status.Guarantee));
        json.WriteString("provider", status.Provider);
        json.WriteStartObject("rows");
        WriteRows(json, status.Rows);
        json.WriteEndObject();
        json.WriteStartObject("recipients");
        WriteRecipients(json, status.Recipients);
        json.WriteEndObject();
        json.WriteRate("ratePerSecond", status.RatePerSecond);
        json.WriteTime("startedAt", status.StartedAt);
        json.WriteTime("finishedAt", status.FinishedAt);
        json.WriteString("reason", status.Reason);
        json.WriteTime("resumeAt", status.ResumeAt);
        json.WriteTime("createdAt", status.CreatedAt);
    });

    public static void WriteRows(Utf8JsonWriter json, RowCounts rows)
    {
        json.WriteNumber("read", rows.Read);
        json.WriteNumber("accepted", rows.Accepted);
        json.WriteNumber("rejected", rows.Rejected);
        json.WriteNumber("duplicates", rows.Duplicates);
    }

    public static void WriteRecipients(Utf8JsonWriter json, RecipientCounts recipients)
    {
        json.WriteNumber("pending", recipients.Pending);
        json.WriteNumber("claimed", recipients.Claimed);
        json.WriteNumber("waiting", recipients.Waiting);
        json.WriteNumber("sent", recipients.Sent);
        json.WriteNumber("dead", recipients.Dead);
        json.WriteNumber("inDoubt", recipients.InDoubt);
        json.WriteNumber("suppressed", recipients.Suppressed);
        json.WriteNumber("discarded", recipients.Discarded);
        json.WriteNumber("cancelled", recipients.Cancelled);
    }
}
