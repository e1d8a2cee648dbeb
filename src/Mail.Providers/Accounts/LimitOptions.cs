using EmailCampaign.Mail.Sending;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>The limits of an account, over all silos together: <c>Providers:&lt;account&gt;:Limits</c>. Default: none.</summary>
internal sealed class LimitOptions
{
    /// <summary>Mails a second, evenly spaced.</summary>
    public double? PerSecond { get; set; }

    /// <summary>Mails in any minute.</summary>
    public int? PerMinute { get; set; }

    /// <summary>Mails in any hour.</summary>
    public int? PerHour { get; set; }

    /// <summary>Mails in any 24 hours.</summary>
    public int? PerDay { get; set; }

    /// <summary>Mails a second by the recipient's domain; <c>default</c> stands for each domain that is not named.</summary>
    public Dictionary<string, double> Domains { get; set; } = [];

    internal SendLimits ToLimits() => new()
    {
        PerSecond = PerSecond,
        PerMinute = PerMinute,
        PerHour = PerHour,
        PerDay = PerDay,
        Domains = Domains.ToDictionary(static pair => pair.Key.ToLowerInvariant(), static pair => pair.Value),
    };

    /// <summary>A sentence for each limit that cannot be.</summary>
    /// <param name="path">Full name of the section.</param>
    internal IEnumerable<string> Problems(string path)
    {
        foreach (var (name, value) in new[]
        {
            (nameof(PerSecond), PerSecond), (nameof(PerMinute), PerMinute), (nameof(PerHour), PerHour), (nameof(PerDay), PerDay),
        })
        {
            if (SendLimits.Problem(value) is { } problem)
            {
                yield return $"{path}:{name} {problem}";
            }
        }

        foreach (var (domain, value) in Domains)
        {
            if (SendLimits.Problem(value) is { } problem)
            {
                yield return $"{path}:{nameof(Domains)}:{domain} {problem}";
            }
            else if (!SendLimits.IsDomain(domain))
            {
                yield return $"{path}:{nameof(Domains)}:{domain} is no domain; write the part after the @, or {SendLimits.OtherDomains} for all others.";
            }
        }
    }
}
