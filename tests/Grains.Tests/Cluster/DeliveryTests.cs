using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Deferred_ThenAccepted_IsSentWithTwoAttempts()
    {
        await using var cluster = await StartAsync();
        Fail(cluster, "user2@example.com", times: 1, new SendOutcome.Deferred(DeferReason.Reply, null, "450 4.7.1 greylisted"));

        var status = await CompletedAsync(await cluster.LaunchAsync(Definition("grey"), 3));

        Assert.Equal(3, status.Recipients.Sent);
        Assert.Equal(2, (await ViewAsync(cluster, "grey", "user2@example.com")).Attempts);
        var mails = cluster.Provider.Attempts.Where(static message => message.To == "user2@example.com").ToArray();
        Assert.Equal(2, mails.Length);
        Assert.Equal(mails[0].MessageId, mails[1].MessageId);
    }

    [Fact]
    public async Task Deferred_AlwaysAgain_IsDeadAfterItsAttempts()
    {
        await using var cluster = await StartAsync(settings: ("RetryAttempts", "3"));
        Fail(cluster, "user2@example.com", times: int.MaxValue, new SendOutcome.Deferred(DeferReason.Reply, null, "450 4.2.0 try again later"));

        var status = await CompletedAsync(await cluster.LaunchAsync(Definition("tired"), 3));

        Assert.Equal((2, 1), (status.Recipients.Sent, status.Recipients.Dead));
        var view = await ViewAsync(cluster, "tired", "user2@example.com");
        Assert.Equal((RecipientStatus.Dead, FailureReason.TemporaryFailure, 3, "450 4.2.0 try again later"), (view.Status, view.Reason, view.Attempts, view.Reply));
    }

    [Fact]
    public async Task Replay_DeadLetters_SendsJustThoseAsNewMails()
    {
        await using var cluster = await StartAsync();
        Fail(cluster, "user2@example.com", times: 1, new SendOutcome.Rejected(RejectReason.UnknownMailbox, "550 5.1.1 no such user"));
        Fail(cluster, "user3@example.com", times: 1, new SendOutcome.Rejected(RejectReason.Policy, "550 5.7.1 no"));
        var campaign = await cluster.LaunchAsync(Definition("replay"), 5);
        Assert.Equal(2, (await CompletedAsync(campaign)).Recipients.Dead);

        var one = await campaign.ReplayAsync(new ReplayRequest
        {
            Filter = new DeadLetterFilter { Email = "User2@Example.com" },
            CorrectedAddress = "right@example.com",
        });
        var taken = await campaign.ReplayAsync(new ReplayRequest
        {
            Filter = new DeadLetterFilter { Email = "user3@example.com" },
            CorrectedAddress = "user1@example.com",
        });
        var two = await campaign.ReplayAsync(new ReplayRequest { Filter = new DeadLetterFilter { Reason = FailureReason.Policy } });

        Assert.Equal((1, 0, 1), (one.Recipients, taken.Recipients, two.Recipients));
        Assert.Equal(CommandRefusal.Invalid, taken.Command.Refusal);
        Assert.Equal(5, (await CompletedAsync(campaign)).Recipients.Sent);
        Assert.Equal(7, cluster.Provider.Attempts.Count);
        Assert.Equal(1, cluster.Provider.Accepted["right@example.com"]);
        Assert.DoesNotContain("user2@example.com", cluster.Provider.Accepted.Keys);
        Assert.Equal(2, cluster.Provider.Attempts.Where(static message => message.To == "user3@example.com").Select(static message => message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task Discard_DeadLetters_AreKeptButNoLongerDead()
    {
        await using var cluster = await StartAsync();
        Fail(cluster, "user2@example.com", times: 1, new SendOutcome.Rejected(RejectReason.UnknownMailbox, "550"));
        var campaign = await cluster.LaunchAsync(Definition("discard"), 2);
        await CompletedAsync(campaign);

        Assert.Equal(1, (await campaign.DiscardAsync(new DeadLetterFilter())).Recipients);
        Assert.Equal(0, (await campaign.DiscardAsync(new DeadLetterFilter())).Recipients);

        var status = await campaign.GetStatusAsync();
        Assert.Equal((0, 1, 1), (status!.Recipients.Dead, status.Recipients.Discarded, status.Recipients.Sent));
    }

    [Fact]
    public async Task Refused_ByTheProvider_PausesWithTheReasonAndResumes()
    {
        await using var cluster = await StartAsync();
        cluster.Provider.Answer = static _ => new SendOutcome.Refused(RefuseReason.Authentication, "535 5.7.8 bad credentials");
        var campaign = await cluster.LaunchAsync(Definition("locked"), 100);

        var paused = await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });

        Assert.Equal(PauseReason.ProviderRefuses, paused.PauseReason);
        Assert.Contains("535 5.7.8 bad credentials", paused.Reason, StringComparison.Ordinal);
        Assert.Equal(100, paused.Recipients.Pending);
        Assert.All(await cluster.RecipientsAsync("locked"), static view => Assert.Equal(0, view.Attempts));

        cluster.Provider.Answer = static message => new SendOutcome.Accepted(message.MessageId);
        Assert.True((await campaign.ResumeAsync()).IsDone);
        Assert.Equal(100, (await CompletedAsync(campaign)).Recipients.Sent);
    }

    [Fact]
    public async Task Rejected_ByPolicyTooOften_PausesTheCampaign()
    {
        await using var cluster = await StartAsync(settings: ("WorkerCount", "1"));
        cluster.Provider.Answer = static _ => new SendOutcome.Rejected(RejectReason.Policy, "554 5.7.1 spam");
        var campaign = await cluster.LaunchAsync(Definition("storm"), 1_000);

        var paused = await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });

        Assert.Equal(PauseReason.RejectionStorm, paused.PauseReason);
        Assert.InRange(paused.Recipients.Dead, 20, 50);
    }

    [Fact]
    public async Task Throttled_AtTimes_UsesNobodysAttempts()
    {
        await using var cluster = await StartAsync();
        var count = 0;
        cluster.Provider.Answer = message => Interlocked.Increment(ref count) % 30 == 0
            ? new SendOutcome.Throttled(null, "421 4.7.0 slow down")
            : new SendOutcome.Accepted(message.MessageId);

        var status = await CompletedAsync(await cluster.LaunchAsync(Definition("throttle"), 200));

        Assert.Equal(200, status.Recipients.Sent);
        Assert.All(await cluster.RecipientsAsync("throttle"), static view => Assert.Equal(1, view.Attempts));
    }

    [Fact]
    public async Task Unreachable_ForAWhile_IsSaidAndHealsByItself()
    {
        await using var cluster = await StartAsync();
        cluster.Provider.Answer = static _ => new SendOutcome.Unreachable("mx.example:25: connection refused");
        var campaign = await cluster.LaunchAsync(Definition("away"), 50);

        var said = await UntilAsync(campaign, static status => status.Notices.Count > 0);
        Assert.Contains("mx.example:25: connection refused", said.Notices[0], StringComparison.Ordinal);
        Assert.Equal(50, said.Recipients.Pending + said.Recipients.Claimed);

        cluster.Provider.Answer = static message => new SendOutcome.Accepted(message.MessageId);
        Assert.Equal(50, (await CompletedAsync(campaign)).Recipients.Sent);
        Assert.All(await cluster.RecipientsAsync("away"), static view => Assert.Equal(1, view.Attempts));
    }

    [Fact]
    public async Task Unknown_AtLeastOnce_IsSentOnceMoreUnderTheSameMessageIdAndThenInDoubt()
    {
        await using var cluster = await StartAsync();
        Fail(cluster, "user2@example.com", times: 1, new SendOutcome.Unknown("no answer after the final dot"));
        Fail(cluster, "user3@example.com", times: 2, new SendOutcome.Unknown("no answer after the final dot"));

        var campaign = await cluster.LaunchAsync(Definition("lost"), 5);
        var status = await CompletedAsync(campaign);

        Assert.Equal((4, 1), (status.Recipients.Sent, status.Recipients.InDoubt));
        var mails = cluster.Provider.Attempts.Where(static message => message.To == "user3@example.com").Select(static message => message.MessageId).ToArray();
        Assert.Equal(2, mails.Length);
        Assert.Single(mails.Distinct());
        Assert.Equal(1, (await campaign.ReplayAsync(new ReplayRequest { Filter = new DeadLetterFilter { InDoubt = true } })).Recipients);
        Assert.Equal(5, (await CompletedAsync(campaign)).Recipients.Sent);
    }

    [Fact]
    public async Task Unknown_AtMostOnce_IsInDoubtAtOnce()
    {
        await using var cluster = await StartAsync();
        Fail(cluster, "user2@example.com", times: 1, new SendOutcome.Unknown("no answer"));

        var status = await CompletedAsync(await cluster.LaunchAsync(Definition("once", DeliveryGuarantee.AtMostOnce), 5));

        Assert.Equal((4, 1), (status.Recipients.Sent, status.Recipients.InDoubt));
        Assert.Single(cluster.Provider.Attempts, static message => message.To == "user2@example.com");
    }

    [Theory]
    [InlineData(DeliveryGuarantee.AtLeastOnce)]
    [InlineData(DeliveryGuarantee.AtMostOnce)]
    public async Task LedgerWrites_FailBeforeAndAfter_LoseAndDoubleNothing(DeliveryGuarantee guarantee)
    {
        await using var cluster = await StartAsync();
        var roll = new Random(11);
        cluster.Storage.OnWrite = (state, _) =>
        {
            lock (roll)
            {
                return state != "batch-ledger" ? StorageFault.None
                    : roll.Next(4) switch { 0 => StorageFault.FailsBefore, 1 => StorageFault.FailsAfter, _ => StorageFault.None };
            }
        };
        cluster.Storage.OnWrite = After(cluster.Storage.OnWrite, calls: 4);

        var status = await CompletedAsync(await cluster.LaunchAsync(Definition("brittle", guarantee), 1_500));

        Assert.Equal(1_500, status.Recipients.Sent);
        Assert.Equal(1_500, cluster.Provider.Accepted.Count);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Batches_DeactivatedAgainAndAgain_LoseAndDoubleNothing()
    {
        await using var cluster = await StartAsync(silos: 2);
        cluster.Provider.Before = static _ => Task.Delay(1);
        var campaign = await cluster.LaunchAsync(Definition("restless"), 3_000);

        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(index => cluster.Silos.DeactivateAsync(cluster.Batch("restless", index))));
            await UntilAsync(campaign, static _ => true);
        }

        var status = await CompletedAsync(campaign);
        Assert.Equal(3_000, status.Recipients.Sent);
        Assert.Equal(3_000, cluster.Provider.Accepted.Count);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Campaign_Deactivated_GoesOnWithTheBatchesNumbers()
    {
        await using var cluster = await StartAsync();
        var gate = new SemaphoreSlim(500);
        cluster.Provider.Before = _ => gate.WaitAsync();
        var campaign = await cluster.LaunchAsync(Definition("forgetful"), 3_000);
        await UntilAsync(() => cluster.Provider.Attempts.Count >= 500, () => $"{cluster.Provider.Attempts.Count} attempts");

        await cluster.Silos.DeactivateAsync(campaign);
        gate.Release(1_000_000);

        var status = await CompletedAsync(campaign);
        Assert.Equal(3_000, status.Recipients.Sent);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Silo_StoppedInOrder_LosesAndDoublesNothing()
    {
        await using var cluster = await StartAsync(silos: 3);
        cluster.Provider.Before = static _ => Task.Delay(1);
        var campaign = await cluster.LaunchAsync(Definition("shrinking"), 6_000);
        await UntilAsync(() => cluster.Provider.Attempts.Count >= 500, () => $"{cluster.Provider.Attempts.Count} attempts");

        Assert.True(await cluster.Service<ISendingDrain>(2).DrainAsync());
        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos[2], TestContext.Current.CancellationToken);

        var status = await CompletedAsync(campaign);
        Assert.Equal(6_000, status.Recipients.Sent);
        Assert.Equal(0, status.Recipients.InDoubt);
        Assert.All(cluster.Provider.Accepted.Values, static count => Assert.Equal(1, count));
    }

    [Fact]
    public async Task Drain_WithMailsOnTheWire_FinishesThemAndGivesTheRestBack()
    {
        await using var cluster = await StartAsync(settings: ("WorkerCount", "2"));
        var gate = new SemaphoreSlim(0);
        cluster.Provider.Before = _ => gate.WaitAsync();
        var campaign = await cluster.LaunchAsync(Definition("drain"), 100);
        await UntilAsync(campaign, static status => status.Recipients.Claimed == 50);

        var draining = cluster.Service<ISendingDrain>().DrainAsync();
        Assert.False(draining.IsCompleted);
        gate.Release(100);

        Assert.True(await draining);
        var views = await cluster.RecipientsAsync("drain");
        Assert.Equal(cluster.Provider.Attempts.Count, views.Count(static view => view.Status == RecipientStatus.Sent));
        Assert.Equal(2, views.Count(static view => view.Status == RecipientStatus.Sent));
        Assert.Equal(98, views.Count(static view => view is { Status: RecipientStatus.Pending, Attempts: 0 }));
    }

    [Fact]
    public async Task TwoCampaigns_AtOnce_TheSmallOneDoesNotWaitForTheLarge()
    {
        await using var cluster = await StartAsync(settings: ("WorkerCount", "2"));
        cluster.Provider.Before = static _ => Task.Delay(1);
        var large = await cluster.LaunchAsync(Definition("large"), 5_000);
        await UntilAsync(() => cluster.Provider.Attempts.Count > 0, static () => "no attempt");

        var small = await cluster.LaunchAsync(Definition("small"), 100);
        await CompletedAsync(small);

        Assert.Equal(CampaignPhase.Sending, (await large.GetStatusAsync())!.Phase);
        await large.CancelAsync();
    }

    private static Func<string, Orleans.Runtime.GrainId, StorageFault> After(Func<string, Orleans.Runtime.GrainId, StorageFault> faults, int calls)
    {
        // The import is not what this is about: its first ledger writes pass.
        var left = calls;
        return (state, grain) => state == "batch-ledger" && Interlocked.Decrement(ref left) < 0 ? faults(state, grain) : StorageFault.None;
    }

    private static void Fail(CampaignCluster cluster, string address, int times, SendOutcome outcome)
    {
        var before = cluster.Provider.Answer;
        var left = times;
        cluster.Provider.Answer = message => message.To == address && Interlocked.Decrement(ref left) >= 0 ? outcome : before(message);
    }

    private static async Task<RecipientView> ViewAsync(CampaignCluster cluster, string id, string address)
        => Assert.Single(await cluster.Batch(id, 0).GetRecipientsAsync(new RecipientQuery { Email = address }));
}
