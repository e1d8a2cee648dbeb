namespace EmailCampaign.Mail.Sending;

/// <summary>
/// What one attempt to hand one message to a provider came to. The set is closed: every provider maps each of its replies to
/// one of these cases, and the ledger knows what follows from each.
/// </summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The provider took responsibility. It says nothing yet about an inbox.</summary>
    /// <param name="ProviderMessageId">The provider's own name for the message (an SMTP queue id, an API id); may be empty.</param>
    public sealed record Accepted(string ProviderMessageId) : SendOutcome;

    /// <summary>The provider refused this recipient for good. Never retried.</summary>
    public sealed record Rejected(RejectReason Reason, string Reply) : SendOutcome;

    /// <summary>Not now, this recipient. <paramref name="RetryAfter"/> is the provider's own wish, when it gave one.</summary>
    public sealed record Deferred(DeferReason Reason, TimeSpan? RetryAfter, string Reply) : SendOutcome;

    /// <summary>The lane was told to slow down. Uses up no attempt; the lane rests, the recipient goes back to pending.</summary>
    public sealed record Throttled(TimeSpan? RetryAfter, string Reply) : SendOutcome;

    /// <summary>
    /// The account or the whole campaign was refused: the campaign pauses and a person must act. A quota that is used up
    /// (<see cref="RefuseReason.Quota"/>) comes back by itself, after <paramref name="RetryAfter"/> when the provider says so.
    /// </summary>
    public sealed record Refused(RefuseReason Reason, string Reply, TimeSpan? RetryAfter = null) : SendOutcome;

    /// <summary>Nothing was handed over: no name, no connection, no TLS, or the session ended before MAIL FROM.</summary>
    public sealed record Unreachable(string Detail) : SendOutcome;

    /// <summary>
    /// No answer came back after the message had left: it may have been sent. The delivery guarantee decides.
    /// </summary>
    /// <param name="CanBeSettled">False where another attempt would only get the same answer, also from an account that drops repeats.</param>
    public sealed record Unknown(string Detail, bool CanBeSettled = true) : SendOutcome;

    /// <summary>The slice ended before this message's turn (deadline, drain, pause, an earlier 421). Nothing was handed over.</summary>
    public sealed record NotAttempted : SendOutcome
    {
        public static NotAttempted Instance { get; } = new();
    }
}
