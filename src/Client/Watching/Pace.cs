namespace EmailCampaign.Client.Watching;

/// <summary>Lets a line through once per interval, and at once when its subject changes.</summary>
internal sealed class Pace(TimeProvider clock, TimeSpan interval)
{
    private object? _subject;
    private long _shownAt;

    public bool IsDue(object subject)
    {
        if (Equals(subject, _subject) && clock.GetElapsedTime(_shownAt) < interval)
        {
            return false;
        }

        (_subject, _shownAt) = (subject, clock.GetTimestamp());
        return true;
    }
}
