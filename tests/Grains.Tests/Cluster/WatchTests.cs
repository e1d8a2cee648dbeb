using EmailCampaign.Campaigns;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Cluster;

public sealed class WatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Never => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_UntilCompleted_EndsWithTheFinalStatus()
    {
        await using var cluster = await StartAsync(silos: 2);
        var gate = new SemaphoreSlim(0);
        cluster.Provider.Before = _ => gate.WaitAsync();
        var campaign = await cluster.LaunchAsync(Definition("watched"), 500);
        var seen = new List<CampaignStatus>();

        await foreach (var progress in campaign.WatchAsync(Never).WithCancellation(Never))
        {
            seen.AddRange(progress.Status is { } status ? [status] : []);
            gate.Release(100);
        }

        Assert.Equal((CampaignPhase.Sending, CampaignPhase.Completed), (seen[0].Phase, seen[^1].Phase));
        Assert.Equal(new RecipientCounts { Sent = 500 }, seen[^1].Recipients);
        Assert.All(seen, static status => Assert.Equal(500, status.Recipients.Total));
        Assert.All(seen.Zip(seen.Skip(1)), static pair => Assert.False(pair.First.IsSame(pair.Second)));
    }

    [Fact]
    public async Task Watch_NothingChanges_SaysOnlyThatItIsThere()
    {
        await using var cluster = await StartAsync();
        await using var watcher = await WatchAsync(await ScheduledAsync(cluster, "quiet"));

        Assert.Equal([CampaignProgress.Unchanged, CampaignProgress.Unchanged], [await NextAsync(watcher), await NextAsync(watcher)]);
    }

    [Fact]
    public async Task Watch_WhileItWaits_HoldsUpNoCommandAndTellsOfIt()
    {
        await using var cluster = await StartAsync();
        var campaign = await ScheduledAsync(cluster, "ordered");
        await using var watcher = await WatchAsync(campaign);
        var next = NextAsync(watcher);

        Assert.True((await campaign.PauseAsync().WaitAsync(CampaignProgress.KeepAlive, Never)).IsDone);

        var progress = await next;
        for (var more = 0; progress.Status is null && more < 5; more++)
        {
            progress = await NextAsync(watcher);
        }

        Assert.Equal(CampaignPhase.Paused, progress.Status?.Phase);
        Assert.False(await watcher.MoveNextAsync());
    }

    [Fact]
    public async Task Watch_NoSuchCampaign_EndsAtOnce()
    {
        await using var cluster = await StartAsync();

        Assert.False(await cluster.Campaign("nobody").WatchAsync(Never).GetAsyncEnumerator(Never).MoveNextAsync());
    }

    [Fact]
    public async Task Watch_ActivationIsLost_BreaksOffSoonAndIsHadAgain()
    {
        await using var cluster = await StartAsync(silos: 2);
        var campaign = await ScheduledAsync(cluster, "moved");
        await using var watcher = await WatchAsync(campaign);

        // A reader that waits must not hold up what the activation's end is waited for by.
        await cluster.Silos.DeactivateAsync(campaign).WaitAsync(Patience, Never);

        var broken = await Record.ExceptionAsync(async () =>
        {
            while (await watcher.MoveNextAsync())
            {
                Assert.Null(watcher.Current.Status);
            }
        });
        Assert.True(broken is EnumerationAbortedException or OperationCanceledException, $"{broken}");
        await using var again = await WatchAsync(campaign);
    }

    [Fact]
    public async Task Watch_ReaderStopsReading_TheCampaignGoesOn()
    {
        await using var cluster = await StartAsync();
        var campaign = await cluster.LaunchAsync(Definition("unread"), 100);
        await using var watcher = await WatchAsync(campaign);

        await SentAsync(campaign, 100);
    }

    private static async Task<ICampaignGrain> ScheduledAsync(CampaignCluster cluster, string id)
        => await cluster.LaunchAsync(Definition(id, at: TimeProvider.System.GetUtcNow().AddDays(1)), 10);

    /// <summary>A watcher that has been told the status.</summary>
    private static async Task<IAsyncEnumerator<CampaignProgress>> WatchAsync(ICampaignGrain campaign)
    {
        var watcher = campaign.WatchAsync(Never).GetAsyncEnumerator(Never);
        Assert.NotNull((await NextAsync(watcher)).Status);
        return watcher;
    }

    private static async Task<CampaignProgress> NextAsync(IAsyncEnumerator<CampaignProgress> watcher)
    {
        Assert.True(await watcher.MoveNextAsync().AsTask().WaitAsync(Patience, Never));
        return watcher.Current;
    }
}
