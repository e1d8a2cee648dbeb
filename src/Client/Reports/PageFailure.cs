namespace EmailCampaign.Client.Reports;

/// <summary>A failure reason on the page.</summary>
internal sealed record PageFailure(string Reason, string Meaning, string Count, string Parts, string Reply);
