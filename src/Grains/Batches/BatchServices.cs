using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Retry;
using EmailCampaign.Senders;
using EmailCampaign.Telemetry;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Batches;

/// <summary>What every batch of a silo shares.</summary>
internal sealed class BatchServices(
    SendScheduler scheduler,
    ProviderLanes lanes,
    CampaignPaces paces,
    SendingDesk desk,
    LateOutcomes lateOutcomes,
    BatchCommits commits,
    CampaignContents contents,
    CampaignMetrics metrics,
    SiloRole role,
    TimeProvider clock,
    IClaimIds ids,
    IOptions<SendingOptions> options)
{
    public SendScheduler Scheduler => scheduler;

    public ProviderLanes Lanes => lanes;

    public CampaignPaces Paces => paces;

    public SendingDesk Desk => desk;

    public LateOutcomes LateOutcomes => lateOutcomes;

    public BatchCommits Commits => commits;

    public CampaignContents Contents => contents;

    public CampaignMetrics Metrics => metrics;

    public SiloRole Role => role;

    public TimeProvider Clock => clock;

    public IClaimIds Ids => ids;

    public SendingOptions Options => options.Value;

    public RetryPolicy Retry { get; } = new(new RetryOptions
    {
        Attempts = options.Value.RetryAttempts,
        Backoff = options.Value.Backoff,
        ReplyBackoff = options.Value.SmtpBackoff,
        Budget = options.Value.RetryBudget,
    });
}
