namespace EmailCampaign.Quotas;

/// <summary>When an account is to be asked for its own limits: before its first mail, every hour, and sooner where its answer is missing or is that its day is used up.</summary>
internal sealed class AccountQuestions
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // One silo at a time is told to ask: when nothing comes of it, the next one that calls is told.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private DateTimeOffset _at = DateTimeOffset.MinValue;

    /// <summary>Whether whoever calls is to ask now.</summary>
    public bool IsDue(DateTimeOffset now)
    {
        if (now < _at)
        {
            return false;
        }

        _at = now + Patience;
        return true;
    }

    /// <summary>Takes note of an answer.</summary>
    /// <param name="missing">Whether it could not be asked, or did not say.</param>
    public void OnAnswer(bool missing, DateTimeOffset now) => _at = now + (missing ? QuotaBook.VendorPatience : Interval);

    /// <summary>Its day is used up: others may use the account too, so that it alone knows when there is room again.</summary>
    public void OnUsedUp(DateTimeOffset now)
    {
        if (now + QuotaBook.VendorPatience < _at)
        {
            _at = now + QuotaBook.VendorPatience;
        }
    }
}
