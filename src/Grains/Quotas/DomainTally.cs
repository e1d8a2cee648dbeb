namespace EmailCampaign.Quotas;

/// <summary>How many of some mails could start now by the limits of their domains.</summary>
internal sealed class DomainTally(DomainPermits permits)
{
    private readonly Dictionary<string, int?> _left = [];
    private readonly Dictionary<string, int> _wanting = [];

    /// <summary>Counts a mail to this domain.</summary>
    /// <returns>Whether there would be a permit for it too.</returns>
    public bool Admit(string domain)
    {
        if (!_left.TryGetValue(domain, out var left))
        {
            left = permits.Ready(domain);
        }

        _left[domain] = left - 1;
        if (left is null or > 0)
        {
            return true;
        }

        _wanting[domain] = _wanting.GetValueOrDefault(domain) + 1;
        return false;
    }

    public DomainPermits Permits => permits;

    /// <summary>Has permits leased for the mails that found none.</summary>
    /// <returns>Whether there are such mails.</returns>
    public bool Want()
    {
        if (_wanting.Count > 0)
        {
            permits.Want(_wanting);
        }

        return _wanting.Count > 0;
    }
}
