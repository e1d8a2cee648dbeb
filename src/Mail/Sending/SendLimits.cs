using System.Globalization;
using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Sending;

/// <summary>How many mails may go through an account, over all silos together; null where there is no such limit.</summary>
public sealed record SendLimits
{
    /// <summary>The name under which <see cref="Domains"/> has the limit of every domain that is not named.</summary>
    public const string OtherDomains = "default";

    private const double Lowest = 0.001;
    private const double Highest = 1_000_000_000;

    public static SendLimits None { get; } = new();

    /// <summary>Mails a second, evenly spaced; may be below 1.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Mails in any minute.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Mails in any hour.</summary>
    public int? PerHour { get; init; }

    /// <summary>Mails in any 24 hours.</summary>
    public int? PerDay { get; init; }

    /// <summary>Mails a second to recipients of a domain (the part after the @, in lower case).</summary>
    public IReadOnlyDictionary<string, double> Domains { get; init; } = new Dictionary<string, double>();

    /// <summary>What is wrong with a limit, as the end of a sentence; null when nothing is.</summary>
    public static string? Problem(double? limit)
        => limit is null or (>= Lowest and <= Highest) ? null : string.Create(CultureInfo.InvariantCulture, $"is {limit}; it must be from {Lowest} to {Highest:#,0}.");

    /// <summary>Whether a limit may be set for this: a domain, or the word for all others.</summary>
    public static bool IsDomain(string domain)
        => domain == OtherDomains || (AddressDomain.TryNormalize(domain, out var normal) is null && normal == domain);
}
