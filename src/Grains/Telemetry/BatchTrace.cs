using System.Diagnostics;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Tracing;

namespace EmailCampaign.Telemetry;

/// <summary>The span of a batch, from the campaign's first word until it has nothing to do; and the traces of its slices.</summary>
internal sealed class BatchTrace(BatchKey key)
{
    private Activity? _batch;

    /// <param name="campaign">Id of the campaign's span; null when it is not traced.</param>
    public void Begin(string? campaign)
    {
        if (_batch is null && campaign is not null)
        {
            _batch = Describe(CampaignTraces.StartBeside(CampaignTraces.Batch, campaign));
        }
    }

    /// <summary>Starts the trace of a slice that is claimed; null when it is not sampled.</summary>
    public SliceTrace? StartSlice(string account, int mails)
        => CampaignTraces.StartBeside(CampaignTraces.Slice, link: _batch?.Id) is { } activity
            ? new SliceTrace(Describe(activity)!.SetTag("email.provider", account).SetTag("slice.mails", mails))
            : null;

    public void End(RecipientCounts counts)
    {
        _batch?.SetTag("batch.sent", counts.Sent).SetTag("batch.dead", counts.Dead).SetTag("batch.waiting", counts.Waiting)
            .SetTag("batch.in_doubt", counts.InDoubt).Stop();
        _batch = null;
    }

    private Activity? Describe(Activity? activity) => activity?.SetTag("campaign.id", key.CampaignId).SetTag("batch.index", key.Index);
}
