using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Mail.Tracing;
using EmailCampaign.Quotas;
using EmailCampaign.Testing.Processes;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>Limits over the silos of a real cluster in this process.</summary>
[Collection(HeardSpans.Group)]
public sealed class QuotaClusterTests : QuotaCluster
{
    [Fact]
    public async Task PerSecond_ThreeSilos_IsOfAllTogether()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var stalls = new MachineStalls();
        using var listener = HeardSpans.Listen(spans, "paced", static _ => ActivitySamplingResult.AllDataAndRecorded);
        await using var cluster = await StartAsync(
            3, provider: Provider, catalog: new LimitedCatalog(Provider, new SendLimits { PerSecond = 50 }), settings: ("BatchSize", "50"));
        await SentAsync(await cluster.LaunchAsync(Definition("paced"), 300), 300);

        // The last mail's place is 299/50 s behind the first's; the machine may be busy, never early.
        Assert.InRange(Elapsed().TotalSeconds, 5.7, 12);

        // A mail may start up to 0.3 s behind its permit (a slow write), so that more arrive in a second than have permits in it; and what a stall
        // of the machine has held up comes together afterwards.
        var undisturbed = Arrivals.Select(static arrival => arrival.At).Where(at => !stalls.Any(at - (2 * TimeProvider.System.TimestampFrequency), at));
        Assert.InRange(MostInASecond(undisturbed.Select(static at => DateTimeOffset.UnixEpoch + TimeProvider.System.GetElapsedTime(0, at)).ToList()), 0, 65);

        // At this rate a slice is one mail, so that each permit is in a span.
        var permits = spans.Where(static span => span.OperationName == CampaignTraces.Slice)
            .Select(static span => span.GetTagItem("permit.at")).OfType<string>().Select(static at => DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(300, permits.Count);
        Assert.InRange(MostInASecond(permits), 45, 50);
    }

    [Fact]
    public async Task Rate_OfACampaignOnThreeSilos_IsOfAllTogether()
    {
        await using var cluster = await StartAsync(
            3, provider: Provider, catalog: new LimitedCatalog(Provider, SendLimits.None), settings: ("BatchSize", "50"));
        await SentAsync(await cluster.LaunchAsync(Definition("rated", rate: 50), 200), 200);

        Assert.InRange(Elapsed().TotalSeconds, 3.7, 10);
    }

    [Fact]
    public async Task PerDay_UsedUp_WaitsAndSaysSoUntilTheLimitIsRaised()
    {
        await using var cluster = await LimitedAsync(new SendLimits { PerDay = 40 });
        var campaign = await cluster.LaunchAsync(Definition("daily"), 100);
        var status = await UntilAsync(campaign, static status => status.Recipients.Sent == 40 && status.Notices.Count > 0);
        Assert.Contains(status.Notices, static notice => notice.Contains("has used up its limit of 40 mails a day; sending goes on at", StringComparison.Ordinal));
        Assert.Equal(CampaignPhase.Sending, status.Phase);
        Assert.Equal(0, status.Recipients.Claimed);

        var limits = Limits(cluster);
        Assert.Equal((40, LimitKind.PerDay), ((await limits.GetAsync()).UsedInDay, (await limits.GetAsync()).UsedUp));
        await limits.ChangeAsync([new LimitChange(LimitKind.PerDay, 1000)]);
        await SentAsync(campaign, 100);
        await UsedAsync(cluster, 100);
    }

    [Fact]
    public async Task PerDay_AllSilosHaveBeenRestarted_StillCounts()
    {
        var (storage, limits) = (new ScriptedStorage(), new SendLimits { PerDay = 60 });
        await using (var before = await StartAsync(2, storage: storage, provider: Provider, catalog: new LimitedCatalog(Provider, limits)))
        {
            await SentAsync(await before.LaunchAsync(Definition("before"), 40), 40);
            await UsedAsync(before, 40);
        }

        var provider = new ScriptedProvider();
        await using var after = await StartAsync(2, storage: storage, provider: provider, catalog: new LimitedCatalog(provider, limits));
        var campaign = await after.LaunchAsync(Definition("after"), 40);
        await UntilAsync(campaign, static status => status.Recipients.Sent == 20 && status.Notices.Count > 0);
        Assert.Equal(20, provider.Accepted.Count);
    }

    [Fact]
    public async Task AccountThatTellsItsLimits_IsAskedAndTheyHold()
    {
        var account = new TellingProvider(Provider);
        await using var cluster = await StartAsync(provider: Provider, catalog: new LimitedCatalog(account, SendLimits.None));
        var campaign = await cluster.LaunchAsync(Definition("told"), 50);
        await UntilAsync(campaign, static status => status.Recipients.Sent == 30 && status.Notices.Count > 0);

        var view = await Limits(cluster).GetAsync();
        Assert.Equal((25, LimitKind.PerDay, "Twenty-five a second, thirty left."), (view.Limits.PerSecond, view.UsedUp, view.Answer));
        Assert.Equal(1, account.Asked);
    }

    /// <summary>An account that says what it takes, like that of a vendor.</summary>
    private sealed class TellingProvider(ScriptedProvider inner) : IMailProvider, IProviderAccount
    {
        private int _asked;

        public int Asked => _asked;

        public string Name => inner.Name;

        public ProviderCapabilities Capabilities => inner.Capabilities;

        public bool TellsLimits => true;

        public Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<OutgoingMessage> messages, SendWindow window, CancellationToken cancellationToken)
            => inner.SendAsync(messages, window, cancellationToken);

        public Task<ProviderAccountState> AskAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Task.FromResult(new ProviderAccountState(ProviderAccountStatus.Ready, "Twenty-five a second, thirty left.")
            {
                PerSecond = 25,
                PerDay = 200,
                UsedInDay = 170,
            });
        }
    }
}
