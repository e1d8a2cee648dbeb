using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>What became of the recipients of one account or domain.</summary>
internal sealed record OutcomesOf(string Name, RecipientCounts Counts);
