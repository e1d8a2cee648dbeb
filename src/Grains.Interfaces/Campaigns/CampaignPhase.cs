namespace EmailCampaign.Campaigns;

/// <summary>Where a campaign is in its life.</summary>
/// <remarks>
/// <code>
/// Importing ──► Scheduled ──► Sending ◄──► Paused
///     │  └─────────────────────►│  ▲          │
///     ▼                         ▼  └ replay ┐ ▼
///  Cancelled ◄───────────── Completed ──────┘ Cancelled
/// </code>
/// Completed and Cancelled, and a campaign whose import stopped for good, may go on to Deleting, and from there to nothing.
/// </remarks>
public enum CampaignPhase
{
    /// <summary>The contacts are being stored. Nothing is sent.</summary>
    Importing = 0,

    /// <summary>Stored, and waiting for its time.</summary>
    Scheduled = 1,

    Sending = 2,

    /// <summary>Stopped by the operator or by a reason that needs one; see <see cref="PauseReason"/>.</summary>
    Paused = 3,

    /// <summary>Nothing is pending, claimed or waiting any more.</summary>
    Completed = 4,

    /// <summary>Given up by the operator; what was not sent stays unsent.</summary>
    Cancelled = 5,

    /// <summary>Its rows go away, step by step; at the end there is no such campaign.</summary>
    Deleting = 6,
}
