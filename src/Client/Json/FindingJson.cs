using EmailCampaign.Client.Parsing;
using EmailCampaign.Mail.Domains;

namespace EmailCampaign.Client.Json;

/// <summary>A finding about a domain, as JSON.</summary>
internal static class FindingJson
{
    public static string Of(DomainFinding finding) => JsonLine.Of(json =>
    {
        json.WriteString("item", finding.Item);
        json.WriteString("level", KebabNames.Of(finding.Level));
        json.WriteString("text", finding.Text);
        json.WriteString("publish", finding.Publish);
    });
}
