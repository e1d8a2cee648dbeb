namespace EmailCampaign.Client.Reports;

/// <summary>A step with mails, as a rectangle with words.</summary>
internal sealed record ChartBar(string X, string Y, string Width, string Height, string Sent, string Time);
