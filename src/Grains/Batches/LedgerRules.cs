using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Retry;

namespace EmailCampaign.Batches;

/// <summary>What the ledger's rules need to know about the campaign.</summary>
/// <param name="Guarantee">What happens to a recipient in doubt.</param>
/// <param name="Retry">When a deferred recipient is tried again.</param>
/// <param name="Roll">The source of the jitter, in [0, 1).</param>
internal sealed record LedgerRules(DeliveryGuarantee Guarantee, RetryPolicy Retry, Func<double> Roll);
