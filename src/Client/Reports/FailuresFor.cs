using EmailCampaign.Batches;
using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Reports;

/// <summary>The recipients whose last attempt failed for one reason.</summary>
/// <param name="Example">One of them with the provider's reply; null when none has one.</param>
internal sealed record FailuresFor(FailureReason Reason, RecipientCounts Counts, RecipientView? Example);
