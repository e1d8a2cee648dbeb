namespace EmailCampaign.Client.Reports;

/// <summary>A time without a mail, which is drawn shorter than it was.</summary>
internal sealed record ChartGap(string X, string Width, string Middle, string Duration, string From, string To);
