using System.Text;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Rejects;

namespace EmailCampaign.Client.Json;

/// <summary>A row that was not accepted, as JSON.</summary>
internal static class RejectJson
{
    public static string Of(RejectedRow row) => JsonLine.Of(json =>
    {
        json.WriteNumber("line", row.Line);
        json.WriteString("reason", KebabNames.Of(row.Reason));
        json.WriteString("detail", row.Detail);
        json.WriteString("raw", Encoding.UTF8.GetString(row.Raw));
    });
}
