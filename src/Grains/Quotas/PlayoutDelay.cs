namespace EmailCampaign.Quotas;

/// <summary>
/// Keeps the distance of permits for the mails that use them: between its permit and its start a mail waits for a sender and for the write of
/// its claim, now shorter and now longer. Each starts as late as the latest of them lately, which a receiver of sound or video calls its
/// playout delay; otherwise a write that took long would be followed by a burst.
/// </summary>
internal sealed class PlayoutDelay(TimeProvider clock)
{
    private static readonly TimeSpan Latest = TimeSpan.FromMilliseconds(300);

    // Of the time that passes: by so much the mails come faster than their permits until the delay is gone.
    private const double Shrink = 0.02;

    private readonly Lock _lock = new();
    private TimeSpan _delay;
    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>How long a mail with this permit waits, 0 or more; null when its time is too long ago: it needs another permit.</summary>
    /// <param name="from">Before this the mail does not start.</param>
    /// <param name="most">The longest wait: mails that may not wait for longer follow the latest of them in a burst.</param>
    public TimeSpan? Wait(DateTimeOffset from, TimeSpan most)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            var late = now - from;
            if (late > Latest)
            {
                return null;
            }

            if (_at > DateTimeOffset.MinValue)
            {
                _delay -= (now - _at) * Shrink;
            }

            _at = now;
            _delay = late > _delay ? late : _delay;
            var delay = _delay > most ? most : _delay;
            return delay > late ? delay - late : TimeSpan.Zero;
        }
    }
}
