using EmailCampaign.Campaigns;
using EmailCampaign.Client.Contacts;
using EmailCampaign.Client.Json;
using EmailCampaign.Client.Parsing;
using EmailCampaign.Client.Terminals;
using EmailCampaign.Client.Wording;

namespace EmailCampaign.Client.Commands;

/// <summary>Shows what a pass over all rows found.</summary>
internal static class ReportOutput
{
    public static void Write(Terminal terminal, GlobalSettings settings, ContactFile file, RowReport report)
    {
        if (settings.Json)
        {
            terminal.Result(Json(file, report));
            return;
        }

        terminal.Result($"{file.Name}: {file.Encoding}, delimiter {Delimiter(file.Delimiter)}, e-mail column '{file.Columns[file.EmailColumn]}'");
        terminal.Result($"  rows        {StatusWords.Rows(report.Rows)}");
        foreach (var (reason, rows) in report.Reasons)
        {
            terminal.Result($"  rejected    {KebabNames.Of(reason)}: {Words.Count(rows, "row")}");
        }

        if (report.Unrendered > 0)
        {
            terminal.Result($"  not rendered {Words.Count(report.Unrendered, "row")}");
        }

        foreach (var (variable, rows) in report.EmptyVariables)
        {
            terminal.Result($"  empty       {{{{ {variable} }}}} in {Words.Count(rows, "row")}");
        }

        foreach (var problem in report.FirstProblems)
        {
            terminal.Result($"  {problem}");
        }
    }

    private static string Delimiter(char delimiter) => delimiter == '\t' ? "tab" : $"'{delimiter}'";

    private static string Json(ContactFile file, RowReport report) => JsonLine.Of(json =>
    {
        json.WriteString("file", file.Name);
        json.WriteString("encoding", file.Encoding);
        json.WriteString("delimiter", file.Delimiter.ToString());
        json.WriteString("emailColumn", file.Columns[file.EmailColumn]);
        json.WriteStartObject("rows");
        StatusJson.WriteRows(json, report.Rows);
        json.WriteEndObject();
        json.WriteNumber("unrendered", report.Unrendered);
        json.WriteStartObject("rejected");
        foreach (var (reason, rows) in report.Reasons)
        {
            json.WriteNumber(KebabNames.Of(reason), rows);
        }

        json.WriteEndObject();
        json.WriteStartObject("emptyVariables");
        foreach (var (variable, rows) in report.EmptyVariables)
        {
            json.WriteNumber(variable, rows);
        }

        json.WriteEndObject();
        json.WriteStartArray("problems");
        foreach (var problem in report.FirstProblems)
        {
            json.WriteStringValue(problem);
        }

        json.WriteEndArray();
    });
}
