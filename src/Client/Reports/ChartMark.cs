namespace EmailCampaign.Client.Reports;

/// <summary>A mark on an axis.</summary>
/// <param name="Below">A second line; empty for none.</param>
internal sealed record ChartMark(string At, string Label, string Below);
