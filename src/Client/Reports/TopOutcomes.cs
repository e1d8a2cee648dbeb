using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>The largest of many, and what the others come to: together everybody.</summary>
/// <param name="Rest">Recipients of the others.</param>
/// <param name="RestNames">How many others there are, as far as they were told apart.</param>
/// <param name="More">Whether there are others that were not told apart.</param>
internal sealed record TopOutcomes(IReadOnlyList<OutcomesOf> Top, RecipientCounts Rest, int RestNames, bool More);
