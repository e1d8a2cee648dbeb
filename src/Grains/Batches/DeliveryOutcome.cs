using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Batches;

/// <summary>What became of one recipient of a claimed slice.</summary>
/// <param name="Index">Index of the recipient in its batch.</param>
/// <param name="Generation">The recipient's generation when it was claimed.</param>
/// <param name="Kind">What it is to the ledger.</param>
/// <param name="Reason">Why, for a rejected or deferred one.</param>
/// <param name="Text">The provider's message id for an accepted one, its reply or a detail otherwise.</param>
/// <param name="RetryAfter">The provider's own wish, for a deferred one.</param>
/// <param name="Backoff">Which backoff applies to a deferred one.</param>
/// <param name="Account">The account that was tried, where the campaign goes through a route.</param>
/// <param name="CreatedAt">When the campaign of the claim was created, for an outcome that comes late: its id may be another campaign's by then.</param>
[GenerateSerializer, Immutable, Alias("EmailCampaign.DeliveryOutcome")]
internal readonly record struct DeliveryOutcome(
    [property: Id(0)] int Index,
    [property: Id(1)] int Generation,
    [property: Id(2)] DeliveryKind Kind,
    [property: Id(3)] FailureReason Reason = FailureReason.None,
    [property: Id(4)] string Text = "",
    [property: Id(5)] TimeSpan? RetryAfter = null,
    [property: Id(6)] DeferReason Backoff = DeferReason.Reply,
    [property: Id(7)] string? Account = null,
    [property: Id(8)] DateTimeOffset? CreatedAt = null);
