using System.Collections.Concurrent;
using EmailCampaign.Campaigns;
using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>Limits over the silos of a real cluster in this process.</summary>
public sealed class QuotaClusterTests
{
    private readonly ScriptedProvider _provider = new();
    private readonly ConcurrentQueue<(long At, string To)> _arrivals = new();

    public QuotaClusterTests() => _provider.Answer = message =>
    {
        _arrivals.Enqueue((TimeProvider.System.GetTimestamp(), message.To));
        return new SendOutcome.Accepted(message.MessageId);
    };

    [Fact]
    public async Task PerSecond_ThreeSilos_IsOfAllTogether()
    {
        await using var cluster = await StartAsync(
            3, provider: _provider, catalog: new LimitedCatalog(_provider, new SendLimits { PerSecond = 100 }), settings: ("BatchSize", "50"));
        await SentAsync(await cluster.LaunchAsync(Definition("paced"), 600), 600);

        // The last mail's place is 599/100 s behind the first's; the machine may be busy, never early.
        Assert.InRange(Elapsed().TotalSeconds, 5.7, 12);
        AssertArrivals(120);
    }

    [Fact]
    public async Task Rate_OfACampaignOnThreeSilos_IsOfAllTogether()
    {
        await using var cluster = await StartAsync(
            3, provider: _provider, catalog: new LimitedCatalog(_provider, SendLimits.None), settings: ("BatchSize", "50"));
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
    public async Task PerDay_TheQuotasSiloIsGone_StillCounts()
    {
        await using var cluster = await LimitedAsync(new SendLimits { PerDay = 60 }, silos: 2);
        await SentAsync(await cluster.LaunchAsync(Definition("before"), 40), 40);
        await UsedAsync(cluster, 40);
        foreach (var silo in cluster.Silos.Silos.ToList())
        {
            await cluster.Silos.StartAdditionalSiloAsync();
            await cluster.Silos.StopSiloAsync(silo, TestContext.Current.CancellationToken);
        }

        var campaign = await cluster.LaunchAsync(Definition("after"), 40);
        await UntilAsync(campaign, static status => status.Recipients.Sent == 20 && status.Notices.Count > 0);
        Assert.Equal(60, _arrivals.Count);
    }

    [Fact]
    public async Task Changed_WhileACampaignRuns_IsFeltWithinTwoSeconds()
    {
        await using var cluster = await LimitedAsync(new SendLimits { PerSecond = 200 }, silos: 2);
        var campaign = await cluster.LaunchAsync(Definition("changed"), 1500);
        await UntilAsync(campaign, static status => status.Recipients.Sent >= 300);

        await Limits(cluster).ChangeAsync([new LimitChange(LimitKind.PerSecond, 20)]);
        var changed = TimeProvider.System.GetTimestamp();
        await UntilAsync(() => _arrivals.Last().At - changed > 6 * TimeProvider.System.TimestampFrequency, () => $"{_arrivals.Count}");
        var after = _arrivals.Select(arrival => TimeProvider.System.GetElapsedTime(changed, arrival.At).TotalSeconds).Where(static at => at is > 2 and < 6).Count();
        Assert.InRange(after, 40, 85);

        await Limits(cluster).ResetAsync();
        await SentAsync(campaign, 1500);
    }

    [Fact]
    public async Task Domains_OneIsSlow_TheOthersDoNotWaitForIt()
    {
        await using var cluster = await LimitedAsync(new SendLimits { Domains = new Dictionary<string, double> { ["slow.example"] = 10 } }, silos: 2);
        var csv = "email,name\n" + string.Concat(Enumerable.Range(0, 400).Select(static i => $"u{i}@{(i % 10 == 0 ? "slow" : "fast")}.example,U\n"));

        await SentAsync(await cluster.LaunchAsync(Definition("domains"), csv), 400);

        var (slow, fast) = (_arrivals.Where(static a => a.To.EndsWith("@slow.example", StringComparison.Ordinal)).ToList(), _arrivals.Where(static a => a.To.EndsWith("@fast.example", StringComparison.Ordinal)).ToList());
        Assert.Equal((40, 360), (slow.Count, fast.Count));
        Assert.InRange(TimeProvider.System.GetElapsedTime(slow[0].At, slow[^1].At).TotalSeconds, 3.8, 10);
        Assert.True(fast[^1].At < slow[20].At, "The others waited.");
    }

    [Fact]
    public async Task Throttled_OnOneSilo_AllHearOfItAndTheRateSettles()
    {
        await using var cluster = await StartAsync(
            2, provider: _provider, catalog: new LimitedCatalog(_provider, SendLimits.None), settings: ("BatchSize", "50"));
        var window = new Lock();
        var (second, count) = (0L, 0);
        _provider.Answer = message =>
        {
            lock (window)
            {
                var now = TimeProvider.System.GetTimestamp() / TimeProvider.System.TimestampFrequency;
                (second, count) = now == second ? (second, count + 1) : (now, 1);
                if (count > 30)
                {
                    return new SendOutcome.Throttled(null, "421 4.7.0 too fast");
                }
            }

            _arrivals.Enqueue((TimeProvider.System.GetTimestamp(), message.To));
            return new SendOutcome.Accepted(message.MessageId);
        };

        var campaign = await cluster.LaunchAsync(Definition("throttled"), 500);
        await SentAsync(campaign, 500);

        Assert.InRange(Elapsed().TotalSeconds, 14, 26);
        Assert.All(await cluster.RecipientsAsync("throttled"), static view => Assert.Equal(1, view.Attempts));
        var account = await Limits(cluster).GetAsync();
        Assert.InRange(account.AdaptivePerSecond!.Value, 10, 60);
        Assert.Equal(2, account.Silos.Count);
    }

    [Fact]
    public async Task AccountThatTellsItsLimits_IsAskedAndTheyHold()
    {
        var account = new TellingProvider(_provider);
        await using var cluster = await StartAsync(provider: _provider, catalog: new LimitedCatalog(account, SendLimits.None));
        var campaign = await cluster.LaunchAsync(Definition("told"), 50);
        await UntilAsync(campaign, static status => status.Recipients.Sent == 30 && status.Notices.Count > 0);

        var view = await Limits(cluster).GetAsync();
        Assert.Equal((25, LimitKind.PerDay, "Twenty-five a second, thirty left."), (view.Limits.PerSecond, view.UsedUp, view.Answer));
        Assert.Equal(1, account.Asked);
    }

    private Task<CampaignCluster> LimitedAsync(SendLimits limits, int silos = 1)
        => StartAsync(silos, provider: _provider, catalog: new LimitedCatalog(_provider, limits));

    private IProviderLimitsGrain Limits(CampaignCluster cluster)
        => cluster.Silos.Client.GetGrain<IProviderLimitsGrain>(new QuotaKey(_provider.Name).ToString());

    // Permits that were leased and not used are told of a moment later.
    private async Task UsedAsync(CampaignCluster cluster, int mails)
    {
        var seen = (int?)-1;
        for (var tries = 0; seen != mails; tries++)
        {
            Assert.True(tries < 200, $"{seen} mails are counted.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            seen = (await Limits(cluster).GetAsync()).UsedInDay;
        }
    }

    private TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(_arrivals.First().At, _arrivals.Last().At);

    private void AssertArrivals(int most)
    {
        var ordered = _arrivals.Select(static arrival => arrival.At).Order().ToList();
        var first = 0;
        for (var index = 0; index < ordered.Count; index++)
        {
            for (; ordered[first] <= ordered[index] - TimeProvider.System.TimestampFrequency; first++)
            {
            }

            Assert.True(index - first + 1 <= most, $"{index - first + 1} mails in a second.");
        }
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
                PerSecond = 25, PerDay = 200, UsedInDay = 170,
            });
        }
    }
}
