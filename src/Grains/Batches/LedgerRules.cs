using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Retry;

namespace EmailCampaign.Batches;

/// <summary>What the ledger's rules need to know about the campaign.</summary>
/// <param name="Guarantee">What happens to a recipient in doubt.</param>
/// <param name="Retry">When a deferred recipient is tried again.</param>
/// <param name="Roll">The source of the jitter, in [0, 1).</param>
/// <param name="IdempotencyLife">How long an account (null for the campaign's only one) drops repeats; null where it does not.</param>
internal sealed record LedgerRules(
    DeliveryGuarantee Guarantee, RetryPolicy Retry, Func<double> Roll, Func<string?, TimeSpan?>? IdempotencyLife = null)
{
    /// <summary>Whether a recipient whose answer is lost can be tried again under the same key, as often as it takes, without being mailed twice.</summary>
    public bool Repeats(RecipientEntry entry, DateTimeOffset now) => Guarantee == DeliveryGuarantee.AtLeastOnce && !entry.Resent
        && IdempotencyLife?.Invoke(entry.Account) is { } life && now - (entry.FirstAttemptAt ?? now) < life;
}
