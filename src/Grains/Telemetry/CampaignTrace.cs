using System.Diagnostics;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Tracing;

namespace EmailCampaign.Telemetry;

/// <summary>The span of a campaign while it sends: from the first tick on this silo until it pauses, ends or moves.</summary>
internal sealed class CampaignTrace
{
    private Activity? _campaign;

    /// <summary>What the batches' spans hang under; null when nobody listens.</summary>
    public string? Id => _campaign?.Id;

    public void Begin(string id, CampaignDefinition definition, int recipients)
        => _campaign ??= CampaignTraces.StartBeside(CampaignTraces.Campaign)
            ?.SetTag("campaign.id", id).SetTag("email.provider", definition.Provider)
            .SetTag("campaign.guarantee", definition.Guarantee.ToString()).SetTag("campaign.recipients", recipients);

    public void End(CampaignPhase phase, RecipientCounts counts)
    {
        _campaign?.SetTag("campaign.phase", phase.ToString()).SetTag("campaign.sent", counts.Sent).SetTag("campaign.dead", counts.Dead)
            .SetTag("campaign.in_doubt", counts.InDoubt).Stop();
        _campaign = null;
    }
}
