using System.Text.Json;
using EmailCampaign.Campaigns;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Reports;

namespace EmailCampaign.Client.Json;

/// <summary>A report as JSON: a contract, so fields are only ever added.</summary>
internal static class ReportJson
{
    /// <param name="report">The report.</param>
    /// <param name="file">The page that was written; null when none was.</param>
    public static string Of(CampaignReport report, string? file) => JsonLine.Of(json =>
    {
        var campaign = report.Campaign;
        json.WriteString("id", campaign.Id);
        json.WriteString("name", campaign.Name);
        json.WriteString("phase", KebabNames.Of(campaign.Phase));
        json.WriteString("guarantee", KebabNames.Of(campaign.Guarantee));
        json.WriteString("provider", campaign.Provider);
        json.WriteStartObject("rows");
        StatusJson.WriteRows(json, campaign.Rows);
        json.WriteEndObject();
        WriteCounts(json, report.Counts);
        json.WriteTime("startedAt", campaign.StartedAt);
        json.WriteTime("finishedAt", campaign.FinishedAt);
        json.WriteString("reason", campaign.Reason);
        json.WriteTime("firstSentAt", report.FirstSentAt);
        json.WriteTime("lastSentAt", report.LastSentAt);
        WriteTimeline(json, report.Timeline);
        WriteOutcomes(json, "accounts", "account", report.Accounts);
        WriteOutcomes(json, "domains", "domain", report.Domains);
        WriteFailures(json, report.Failures);
        json.WriteString("file", file);
    });

    private static void WriteTimeline(Utf8JsonWriter json, RateTimeline timeline)
    {
        json.WriteStartObject("timeline");
        json.WriteNumber("stepSeconds", (long)timeline.Step.TotalSeconds);
        json.WriteStartArray("stretches");
        foreach (var stretch in timeline.Stretches)
        {
            json.WriteStartObject();
            json.WriteTime("from", stretch.Start);
            json.WriteStartArray("sent");
            foreach (var sent in stretch.Sent)
            {
                json.WriteNumberValue(sent);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOutcomes(Utf8JsonWriter json, string name, string of, TopOutcomes outcomes)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("top");
        foreach (var row in outcomes.Top)
        {
            json.WriteStartObject();
            json.WriteString(of, row.Name);
            WriteCounts(json, row.Counts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("others");
        WriteCounts(json, outcomes.Rest);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFailures(Utf8JsonWriter json, IReadOnlyList<FailuresFor> failures)
    {
        json.WriteStartArray("reasons");
        foreach (var of in failures)
        {
            json.WriteStartObject();
            json.WriteString("reason", KebabNames.Of(of.Reason));
            WriteCounts(json, of.Counts);
            json.WriteString("reply", of.Example?.Reply);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, RecipientCounts counts)
    {
        json.WriteStartObject("recipients");
        StatusJson.WriteRecipients(json, counts);
        json.WriteEndObject();
    }
}
