namespace EmailCampaign.Client.Reports;

/// <summary>A row of a table, in words.</summary>
internal sealed record PageRow(string Name, IReadOnlyList<string> Cells);
