using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using Orleans.Core.Internal;
using Prometheus;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;
using static EmailCampaign.Grains.Tests.Telemetry.Exposition;

namespace EmailCampaign.Grains.Tests.Telemetry;

/// <summary>Gauges say what is, never what was: a campaign that stopped, ended or moved leaves nothing behind.</summary>
public sealed class SiloGaugesTests
{
    [Fact]
    public async Task Start_BeforeAnyMail_ShowsEverySeriesThatIsKnown()
    {
        await using var cluster = await StartAsync(settings: [("MailProvider", "scripted"), ("WorkerCount", "7")]);

        var text = await TextAsync(cluster.Service<CollectorRegistry>());

        Assert.Contains("\nemail_sent_total{provider=\"scripted\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nemail_failed_total{provider=\"scripted\",reason=\"unreachable\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nemail_send_duration_seconds_bucket{provider=\"scripted\",le=\"2.5\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nemail_retry_total{provider=\"scripted\",reason=\"fault\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nprovider_circuit_state{provider=\"scripted\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nemail_dlq_total{reason=\"unknown_mailbox\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("\nemail_worker_limit 7\n", text, StringComparison.Ordinal);
        Assert.Contains("\ncluster_silo_count 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Queue_OfACampaign_IsThereWhileItSendsAndGoneWhenItIsPausedAndWhenItEnds()
    {
        var release = new TaskCompletionSource();
        await using var cluster = await StartAsync(settings: [("MailProvider", "scripted"), ("WorkerCount", "1"), ("SliceSize", "5")]);
        cluster.Provider.Before = _ => release.Task;
        var campaign = await cluster.LaunchAsync(Definition("seen"), 100);

        await QueueAsync(cluster, 100);
        Assert.Equal(100, await SumAsync(cluster, "email_queue_ready_count"));

        await campaign.PauseAsync();
        await QueueAsync(cluster, 0);
        Assert.Equal(0, await SumAsync(cluster, "email_queue_ready_count"));
        Assert.Equal(1, await SumAsync(cluster, "campaign_paused_total{reason=\"operator\"}"));

        release.SetResult();
        await campaign.ResumeAsync();
        await CompletedAsync(campaign);
        await QueueAsync(cluster, 0);
        Assert.Equal(100, await SumAsync(cluster, "email_sent_total{provider=\"scripted\"}"));
        Assert.Equal(0, await SumAsync(cluster, "email_worker_active_count"));
    }

    [Fact]
    public async Task Queue_OfACampaignThatMoves_IsCountedOnce()
    {
        var release = new TaskCompletionSource();
        await using var cluster = await StartAsync(silos: 2, settings: ("MailProvider", "scripted"));
        cluster.Provider.Before = _ => release.Task;
        var campaign = await cluster.LaunchAsync(Definition("moves"), 200);
        await QueueAsync(cluster, 200);
        var host = await ShownAsync(cluster, 0) > 0 ? 0 : 1;

        await PlacementHint.CallAsync(
            cluster.Silos.Silos[1 - host].SiloAddress,
            async () =>
            {
                await campaign.Cast<IGrainManagementExtension>().MigrateOnIdle();
                return true;
            });

        await UntilAsync(async () => await ShownAsync(cluster, 1 - host) == 200, "The other silo shows nothing.");
        Assert.Equal(0, await ShownAsync(cluster, host));
        release.SetResult();
        await CompletedAsync(campaign);
        await QueueAsync(cluster, 0);
    }

    [Fact]
    public async Task Queue_OfACampaignThatRests_IsNotReady()
    {
        await using var cluster = await StartAsync(settings: [("MailProvider", "scripted"), ("WorkerCount", "1")]);
        cluster.Provider.Answer = static _ => new SendOutcome.Throttled(TimeSpan.FromMinutes(5), "421 later");

        await cluster.LaunchAsync(Definition("rests"), 50);

        await UntilAsync(async () => await SumAsync(cluster, "email_throttled_total{provider=\"scripted\"}") > 0, "Nothing was throttled.");
        await UntilAsync(async () => await SumAsync(cluster, "email_queue_ready_count") == 0, "It counts as ready.");
        Assert.Equal(50, await SumAsync(cluster, "email_queue_depth"));
    }

    [Fact]
    public async Task InDoubt_OfAFinishedCampaign_StaysUntilItIsDiscarded()
    {
        await using var cluster = await StartAsync(settings: ("MailProvider", "scripted"));
        cluster.Provider.Answer = static message => message.To.StartsWith("user1@", StringComparison.Ordinal)
            ? new SendOutcome.Unknown("The answer was lost.")
            : new SendOutcome.Accepted(message.MessageId);
        var campaign = await cluster.LaunchAsync(Definition("doubt", DeliveryGuarantee.AtMostOnce), 3);
        await CompletedAsync(campaign);
        await UntilAsync(async () => await SumAsync(cluster, "email_in_doubt_count") == 1, "Nobody is in doubt.");

        await campaign.DiscardAsync(new DeadLetterFilter { InDoubt = true });

        Assert.Equal(0, await SumAsync(cluster, "email_in_doubt_count"));
    }

    [Fact]
    public async Task InDoubt_OfACampaignThatLeavesTheMemory_IsSeenAgainWhenItIsAskedFor()
    {
        await using var cluster = await StartAsync(settings: ("MailProvider", "scripted"));
        cluster.Provider.Answer = static _ => new SendOutcome.Unknown("The answer was lost.");
        var campaign = await cluster.LaunchAsync(Definition("left", DeliveryGuarantee.AtMostOnce), 2);
        await CompletedAsync(campaign);
        await UntilAsync(async () => await SumAsync(cluster, "email_in_doubt_count") == 2, "Nobody is in doubt.");

        await cluster.Silos.DeactivateAsync(campaign);
        await UntilAsync(async () => await SumAsync(cluster, "email_in_doubt_count") == 0, "The doubts stay.");

        await campaign.GetStatusAsync();
        Assert.Equal(2, await SumAsync(cluster, "email_in_doubt_count"));
    }

    [Fact]
    public async Task QuotaUsed_OfAnAccountInUse_IsTheShareOfItsLimit()
    {
        var provider = new ScriptedProvider();
        await using var cluster = await StartAsync(
            provider: provider, catalog: new Quotas.LimitedCatalog(provider, new SendLimits { PerDay = 400 }), settings: ("MailProvider", "scripted"));
        var registry = cluster.Service<CollectorRegistry>();
        Assert.Null(await ValueAsync(registry, "email_quota_used_ratio{provider=\"scripted\",window=\"day\"}"));

        await CompletedAsync(await cluster.LaunchAsync(Definition("quota"), 100));

        await UntilAsync(async () => await ValueAsync(registry, "email_quota_used_ratio{provider=\"scripted\",window=\"day\"}") == 0.25, "It is not a quarter.");
        Assert.Equal(0, await ValueAsync(registry, "email_quota_used_ratio{provider=\"scripted\",window=\"hour\"}"));
    }

    private static Task QueueAsync(CampaignCluster cluster, int depth)
        => UntilAsync(async () => await SumAsync(cluster, "email_queue_depth") == depth, $"The queue is not {depth}.");

    private static async Task UntilAsync(Func<Task<bool>> reached, string otherwise)
    {
        for (var tries = 0; !await reached(); tries++)
        {
            Assert.True(tries < 1500, otherwise);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<double> SumAsync(CampaignCluster cluster, string series)
    {
        var sum = 0.0;
        for (var silo = 0; silo < cluster.Silos.Silos.Count; silo++)
        {
            sum += await ValueAsync(cluster.Service<CollectorRegistry>(silo), series) ?? 0;
        }

        return sum;
    }

    private static async Task<double> ShownAsync(CampaignCluster cluster, int silo)
        => await ValueAsync(cluster.Service<CollectorRegistry>(silo), "email_queue_depth") ?? 0;
}
