namespace EmailCampaign.Quotas;

/// <summary>What a limit counts.</summary>
[GenerateSerializer, Alias("EmailCampaign.LimitKind")]
public enum LimitKind
{
    PerSecond = 0,
    PerMinute = 1,
    PerHour = 2,
    PerDay = 3,

    /// <summary>Mails a second to one domain.</summary>
    Domain = 4,
}
