using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Tests.Fixtures;

/// <summary>Statuses to tell the console.</summary>
internal static class Statuses
{
    public static readonly DateTimeOffset Started = new(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);

    /// <summary>The example of the JSON contract.</summary>
    public static CampaignStatus Sending => new()
    {
        Id = "spring",
        Name = "Spring",
        Phase = CampaignPhase.Sending,
        Guarantee = DeliveryGuarantee.AtLeastOnce,
        Provider = "smtp",
        Rows = new() { Accepted = 1000, Rejected = 2, Duplicates = 1 },
        Recipients = new() { Pending = 10, Claimed = 50, Waiting = 3, Sent = 930, Dead = 7 },
        RatePerSecond = 812.5,
        CreatedAt = Started,
        StartedAt = Started,
        BatchCount = 2,
        SiloSends = true,
    };

    public static CampaignStatus Completed => Sending with
    {
        Phase = CampaignPhase.Completed,
        Rows = new() { Accepted = 3 },
        Recipients = new() { Sent = 3 },
        RatePerSecond = 0,
        FinishedAt = Started.AddSeconds(90),
    };

    public static CampaignStatus Paused(PauseReason reason, string sentence) => Sending with
    {
        Phase = CampaignPhase.Paused,
        PauseReason = reason,
        Reason = sentence,
        RatePerSecond = 0,
    };
}
