using EmailCampaign.Campaigns;

namespace EmailCampaign.Client.Watching;

/// <summary>What a campaign's end, or pause, means for the exit code.</summary>
internal static class Outcome
{
    public static int ExitCodeOf(CampaignStatus status) => status switch
    {
        { Phase: CampaignPhase.Paused, PauseReason: PauseReason.ProviderRefuses or PauseReason.RejectionStorm or PauseReason.QuotaUsedUp } => ExitCode.ProviderRefuses,
        { Phase: CampaignPhase.Paused, PauseReason: PauseReason.ImportStopped } => ExitCode.Usage,
        { Phase: CampaignPhase.Completed or CampaignPhase.Cancelled } => IsFlawed(status) ? ExitCode.Flawed : ExitCode.Done,
        { Phase: CampaignPhase.Deleting } => ExitCode.Done,
        _ => ExitCode.Interrupted,
    };

    private static bool IsFlawed(CampaignStatus status)
        => status.Rows.Rejected > 0 || status.Recipients.Dead > 0 || status.Recipients.InDoubt > 0;
}
