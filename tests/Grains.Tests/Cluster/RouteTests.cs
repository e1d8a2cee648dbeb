using EmailCampaign.Campaigns;
using EmailCampaign.Mail.Sending;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

public sealed class RouteTests
{
    private readonly ScriptedProvider _first = new() { Name = "first" };
    private readonly ScriptedProvider _second = new() { Name = "second" };

    [Fact]
    public async Task TheFirstAccountCannotBeReached_TheRestGoesThroughTheSecondAndTheLedgerSaysWhich()
    {
        await using var cluster = await StartAsync(catalog: new ScriptedRoute((_first, 1, 0), (_second, 1, 1)));
        var sent = 0;
        _first.Answer = message => Interlocked.Increment(ref sent) <= 300
            ? new SendOutcome.Accepted(message.MessageId)
            : new SendOutcome.Unreachable("connection refused");

        await SentAsync(await cluster.LaunchAsync(Definition("failover"), 2_000), 2_000);

        Assert.Equal((300, 1_700), (_first.Accepted.Count, _second.Accepted.Count));
        Assert.All(_first.Accepted.Concat(_second.Accepted), static pair => Assert.Equal(1, pair.Value));
        var views = await cluster.RecipientsAsync("failover");
        Assert.All(views, view => Assert.Equal(_first.Accepted.ContainsKey(view.Email) ? "first" : "second", view.Account));
        Assert.All(views, static view => Assert.Equal(1, view.Attempts));
    }

    [Fact]
    public async Task TheFirstAccountRefuses_TheCampaignGoesOnAndSaysSo()
    {
        await using var cluster = await StartAsync(catalog: new ScriptedRoute((_first, 1, 0), (_second, 1, 1)));
        _first.Answer = static _ => new SendOutcome.Refused(RefuseReason.Authentication, "535 5.7.8 bad credentials");
        var held = new TaskCompletionSource();
        _second.Before = _ => held.Task;

        var campaign = await cluster.LaunchAsync(Definition("refused"), 300);
        var status = await UntilAsync(campaign, static status => status.Notices.Any(static notice => notice.Contains("bad credentials", StringComparison.Ordinal)));
        held.SetResult();

        Assert.Equal(CampaignPhase.Sending, status.Phase);
        await SentAsync(campaign, 300);
        Assert.Equal(300, _second.Accepted.Count);
    }

    [Fact]
    public async Task EveryAccountRefuses_TheCampaignPausesAndTriesAgainWhenResumed()
    {
        await using var cluster = await StartAsync(catalog: new ScriptedRoute((_first, 1, 0), (_second, 1, 1)));
        _first.Answer = _second.Answer = static _ => new SendOutcome.Refused(RefuseReason.Suspended, "account suspended");
        var campaign = await cluster.LaunchAsync(Definition("suspended"), 50);

        var paused = await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });
        Assert.Equal(PauseReason.ProviderRefuses, paused.PauseReason);

        _first.Answer = static message => new SendOutcome.Accepted(message.MessageId);
        Assert.True((await campaign.ResumeAsync()).IsDone);
        await SentAsync(campaign, 50);
    }

    [Fact]
    public async Task TheSenderIsRefused_PausesAlsoARoute()
    {
        await using var cluster = await StartAsync(catalog: new ScriptedRoute((_first, 1, 0), (_second, 1, 1)));
        _first.Answer = static _ => new SendOutcome.Refused(RefuseReason.Sender, "553 5.7.1 not your domain");

        var paused = await UntilAsync(
            await cluster.LaunchAsync(Definition("sender"), 50), static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });

        Assert.Contains("not your domain", paused.Reason, StringComparison.Ordinal);
        Assert.Empty(_second.Attempts);
    }

    [Fact]
    public async Task QuotaUsedUp_PausesAndGoesOnByItself()
    {
        await using var cluster = await StartAsync();
        var calls = 0;
        cluster.Provider.Answer = message => Interlocked.Increment(ref calls) <= 20
            ? new SendOutcome.Accepted(message.MessageId)
            : new SendOutcome.Refused(RefuseReason.Quota, "daily quota exceeded", TimeSpan.FromSeconds(3));
        var campaign = await cluster.LaunchAsync(Definition("quota"), 100);

        var paused = await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });
        cluster.Provider.Answer = static message => new SendOutcome.Accepted(message.MessageId);

        Assert.Equal((PauseReason.QuotaUsedUp, 20), (paused.PauseReason, paused.Recipients.Sent));
        Assert.NotNull(paused.ResumeAt);
        await SentAsync(campaign, 100);
    }

    [Fact]
    public async Task QuotaUsedUpAndPausedByTheOperator_StaysPaused()
    {
        await using var cluster = await StartAsync();
        cluster.Provider.Answer = static _ => new SendOutcome.Refused(RefuseReason.Quota, "daily quota exceeded", TimeSpan.FromHours(1));
        var campaign = await cluster.LaunchAsync(Definition("held"), 10);
        await UntilAsync(campaign, static status => status is { Phase: CampaignPhase.Paused, Recipients.Claimed: 0 });

        Assert.True((await campaign.PauseAsync()).IsDone);

        var status = await campaign.GetStatusAsync();
        Assert.Equal((PauseReason.Operator, null), (status!.PauseReason, status.ResumeAt));
    }

    [Fact]
    public async Task AnswerLostByAnAccountThatDropsRepeats_RepeatsExactlyTheSlice()
    {
        var provider = new ScriptedProvider { Capabilities = new ProviderCapabilities { BatchSize = 40, IdempotencyLife = TimeSpan.FromHours(24) } };
        var lost = 3; // slices whose answer is lost
        var calls = new System.Collections.Concurrent.ConcurrentQueue<string[]>();
        provider.AnswerAll = messages =>
        {
            // The repeat of a slice is answered: a second answer that is lost would leave it in doubt, as it should.
            var slice = messages.Select(static message => message.IdempotencyKey).ToArray();
            var isRepeat = calls.Any(call => call[0] == slice[0]);
            calls.Enqueue(slice);
            return !isRepeat && Interlocked.Decrement(ref lost) >= 0 ? new SendOutcome.Unknown("timeout") : null;
        };
        await using var cluster = await StartAsync(provider: provider);

        await SentAsync(await cluster.LaunchAsync(Definition("repeat"), 500), 500);

        // Three calls more than there are slices, each with the members of one before it, in their order.
        var slices = calls.Select(static call => string.Join(',', call)).ToList();
        Assert.Equal(3, slices.Count - slices.Distinct().Count());
        Assert.Equal(500, calls.SelectMany(static call => call).Distinct().Count());
        Assert.Contains(calls, static call => call.Length == 40);
    }

    [Fact]
    public async Task AnAccountThatDropsRepeatsIsDownForAWhile_NobodyStaysInDoubtAndFewCallsAreMade()
    {
        var down = true;
        var calls = new System.Collections.Concurrent.ConcurrentQueue<(string Slice, bool Down)>();
        var provider = new ScriptedProvider
        {
            Capabilities = new ProviderCapabilities { BatchSize = 40, IdempotencyLife = TimeSpan.FromHours(24) },
            AnswerAll = messages =>
            {
                calls.Enqueue((string.Join(',', messages.Select(static message => message.IdempotencyKey)), Volatile.Read(ref down)));
                return Volatile.Read(ref down) ? new SendOutcome.Unknown("503 Service Unavailable") : null;
            },
        };
        await using var cluster = await StartAsync(provider: provider, settings: ("WorkerCount", "3"));
        var campaign = await cluster.LaunchAsync(Definition("outage"), 1000);

        // A probe behind the open breaker has met the outage too.
        await UntilAsync(() => calls.Count >= 4, () => $"{calls.Count} calls");
        await UntilAsync(campaign, static status => status.Notices.Any(static notice => notice.Contains("does not answer (503", StringComparison.Ordinal)));
        Volatile.Write(ref down, false);

        await SentAsync(campaign, 1000);
        var lost = calls.Where(static call => call.Down).Select(static call => call.Slice).ToHashSet();
        Assert.All(lost, slice => Assert.Contains((slice, false), calls));
        Assert.InRange(calls.Count(static call => call.Down), 2, 12); // of at least 25: what was on its way, and a probe now and then
    }

    [Fact]
    public async Task ASliceInDoubtWhoseAccountLeftTheRoute_GoesThroughTheOthers()
    {
        var storage = new ScriptedStorage();
        var calls = 0;
        var gone = new ScriptedProvider
        {
            Name = "gone",
            Capabilities = new ProviderCapabilities { BatchSize = 40, IdempotencyLife = TimeSpan.FromHours(24) },
            AnswerAll = _ => Interlocked.Increment(ref calls) == 1 ? new SendOutcome.Unknown("timeout") : new SendOutcome.Throttled(TimeSpan.FromHours(1), "slow down"),
        };
        await using (var before = await StartAsync(storage: storage, catalog: new ScriptedRoute((gone, 1, 0), (_second, 1, 1))))
        {
            _second.Answer = static _ => new SendOutcome.Throttled(TimeSpan.FromHours(1), "slow down");
            var campaign = await before.LaunchAsync(Definition("moved"), 40);
            await UntilAsync(() => Volatile.Read(ref calls) == 2, () => $"{calls} calls");
            await UntilAsync(campaign, static status => status.Recipients is { Pending: 40, Claimed: 0 });
        }

        await using var after = await StartAsync(storage: storage, catalog: new ScriptedRoute((_first, 1, 0)) { Others = [gone] });

        await SentAsync(after.Campaign("moved"), 40);
        Assert.Equal((2, 40), (calls, _first.Accepted.Count));
    }
}
