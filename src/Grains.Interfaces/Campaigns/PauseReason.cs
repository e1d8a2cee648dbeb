namespace EmailCampaign.Campaigns;

/// <summary>Why a campaign is paused.</summary>
public enum PauseReason
{
    None = 0,

    /// <summary>An operator's command.</summary>
    Operator = 1,

    /// <summary>The provider refuses the account or the campaign; someone must act before it resumes.</summary>
    ProviderRefuses = 2,

    /// <summary>More than 20 % policy rejections among the last 200 outcomes.</summary>
    RejectionStorm = 3,

    /// <summary>Its scheduled time had passed by more than an hour before it could start.</summary>
    ScheduleMissed = 4,

    /// <summary>The import stopped: too many rejected rows, or a quote that never closed.</summary>
    ImportStopped = 5,

    /// <summary>The provider's quota is used up; the campaign goes on by itself when it should be there again.</summary>
    QuotaUsedUp = 6,
}
