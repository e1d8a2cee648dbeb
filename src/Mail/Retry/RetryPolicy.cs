using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Retry;

/// <summary>Decides whether a deferred recipient is tried again, and when. Retry lives here and nowhere else.</summary>
public sealed class RetryPolicy(RetryOptions options)
{
    private const double ReplyJitter = 0.2;

    // An outage may last for hours, and its end should be met soon.
    private static readonly TimeSpan LongestRepeatDelay = TimeSpan.FromMinutes(10);

    /// <summary>The time of the next attempt.</summary>
    /// <param name="reason">Why it was deferred: a reply doubles from <see cref="RetryOptions.ReplyBackoff"/>, a fault from <see cref="RetryOptions.Backoff"/>.</param>
    /// <param name="retryAfter">The provider's own wish; the wait is at least this, up to <see cref="RetryOptions.LongestDelay"/>.</param>
    /// <param name="attempt">Attempts already made, the one just finished included; 1 or more.</param>
    /// <param name="firstAttemptAt">When the first of them began.</param>
    /// <param name="now">The time of the deferral.</param>
    /// <param name="roll">A number in [0, 1), passed in so that tests choose it.</param>
    /// <returns>The time of the next attempt, or <see langword="null"/> when the recipient goes to the dead letters.</returns>
    public DateTimeOffset? NextAttempt(
        DeferReason reason, TimeSpan? retryAfter, int attempt, DateTimeOffset firstAttemptAt, DateTimeOffset now, double roll)
    {
        if (attempt >= options.Attempts || now - firstAttemptAt >= options.Budget)
        {
            return null;
        }

        var delay = reason == DeferReason.Fault
            ? Doubled(options.Backoff, attempt) * roll
            : Doubled(options.ReplyBackoff, attempt) * (1 + (ReplyJitter * roll));
        if (retryAfter is { } wish && wish > delay)
        {
            delay = wish;
        }

        return now + (delay < options.LongestDelay ? delay : options.LongestDelay);
    }

    /// <summary>
    /// The time of the next repeat of a call whose answer is lost, where a repeat does no harm. There is always one: the life of the call's key
    /// ends it, and not a number of attempts.
    /// </summary>
    /// <param name="retryAfter">The provider's own wish; the wait is at least this, up to <see cref="RetryOptions.LongestDelay"/>.</param>
    /// <param name="attempt">Attempts already made, the one just finished included; 1 or more.</param>
    /// <param name="now">The time at which the answer was given up.</param>
    /// <param name="roll">A number in [0, 1): the wait is the doubled <see cref="RetryOptions.Backoff"/>, at most ten minutes, and half of it is jitter.</param>
    public DateTimeOffset NextRepeat(TimeSpan? retryAfter, int attempt, DateTimeOffset now, double roll)
    {
        var doubled = Doubled(options.Backoff, Math.Max(1, attempt));
        var delay = (doubled < LongestRepeatDelay ? doubled : LongestRepeatDelay) * ((1 + roll) / 2);
        if (retryAfter is { } wish && wish > delay)
        {
            delay = wish;
        }

        return now + (delay < options.LongestDelay ? delay : options.LongestDelay);
    }

    /// <summary>
    /// The due time to believe when a stored one is loaded: never later than the longest delay from now, so that a clock that had
    /// jumped, or a laptop that slept, keeps nobody waiting for years.
    /// </summary>
    public DateTimeOffset Clamp(DateTimeOffset due, DateTimeOffset now)
        => due - now > options.LongestDelay ? now + options.LongestDelay : due;

    private TimeSpan Doubled(TimeSpan basis, int attempt)
    {
        var ticks = basis.Ticks * Math.Pow(2, attempt - 1);
        return ticks < options.LongestDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : options.LongestDelay;
    }
}
