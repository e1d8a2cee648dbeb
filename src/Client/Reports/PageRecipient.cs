namespace EmailCampaign.Client.Reports;

/// <summary>A recipient on the page, in words.</summary>
internal sealed record PageRecipient(string Email, string Row, string Reason, string Attempts, string Reply, string Account, string At);
