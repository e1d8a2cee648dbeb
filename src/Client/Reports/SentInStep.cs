namespace EmailCampaign.Client.Reports;

/// <summary>Mails that were sent from a time on, for one step.</summary>
internal sealed record SentInStep(DateTimeOffset Start, int Sent);
