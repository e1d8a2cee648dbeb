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

    /// <summary>
    /// How long a commit waits for a second reason to write, while other slices of its batch are out: on a fast lane they come back every few
    /// milliseconds, and one write then holds several.
    /// </summary>
    public TimeSpan Gathering { get; init; } = TimeSpan.FromMilliseconds(8);

    public RetryPolicy Retry { get; } = new(new RetryOptions
    {
        Attempts = options.Value.RetryAttempts,
        Backoff = options.Value.Backoff,
        ReplyBackoff = options.Value.SmtpBackoff,
        Budget = options.Value.RetryBudget,
    });
}
