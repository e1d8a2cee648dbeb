namespace EmailCampaign.Mail.Retry;

/// <summary>The numbers of the retry policy.</summary>
public sealed record RetryOptions
{
    /// <summary>Attempts per recipient, the first included.</summary>
    public int Attempts { get; init; } = 8;

    /// <summary>Base of the exponential delay after faults; full jitter.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Base of the doubling delay after temporary replies; never earlier than the base (greylisting).</summary>
    public TimeSpan ReplyBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time since the first attempt after which a deferral is final.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromHours(24);

    /// <summary>No delay is longer, whatever the doubling or the provider says.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromHours(4);
}
