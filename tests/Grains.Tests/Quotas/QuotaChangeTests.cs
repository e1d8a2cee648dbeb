using System.Collections.Concurrent;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>Limits that change while mails are sent, and those by domain.</summary>
public sealed class QuotaChangeTests : QuotaCluster
{
    [Fact]
    public async Task Changed_WhileACampaignRuns_IsFeltWithinTwoSeconds()
    {
        await using var cluster = await LimitedAsync(new SendLimits { PerSecond = 200 }, silos: 2);
        var campaign = await cluster.LaunchAsync(Definition("changed"), 1500);
        await UntilAsync(campaign, static status => status.Recipients.Sent >= 300);

        await Limits(cluster).ChangeAsync([new LimitChange(LimitKind.PerSecond, 20)]);
        var changed = TimeProvider.System.GetTimestamp();
        await UntilAsync(() => Arrivals.Last().At - changed > 6 * TimeProvider.System.TimestampFrequency, () => $"{Arrivals.Count}");
        var after = Arrivals.Select(arrival => TimeProvider.System.GetElapsedTime(changed, arrival.At).TotalSeconds).Where(static at => at is > 2 and < 6).Count();
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

        var (slow, fast) = (Arrivals.Where(static a => a.To.EndsWith("@slow.example", StringComparison.Ordinal)).ToList(), Arrivals.Where(static a => a.To.EndsWith("@fast.example", StringComparison.Ordinal)).ToList());
        Assert.Equal((40, 360), (slow.Count, fast.Count));
        Assert.InRange(TimeProvider.System.GetElapsedTime(slow[0].At, slow[^1].At).TotalSeconds, 3.8, 10);
        Assert.True(fast[^1].At < slow[20].At, "The others waited.");
    }

    [Fact]
    public async Task SlowDown_ToldToOneSilo_IsHeardByAllWithinASecond()
    {
        await using var cluster = await StartAsync(
            2, provider: Provider, catalog: new LimitedCatalog(Provider, SendLimits.None), settings: ("BatchSize", "25"));
        var rest = TimeSpan.FromSeconds(3);
        var attempts = new ConcurrentQueue<long>();
        var told = 0L;
        Provider.Answer = message =>
        {
            var now = TimeProvider.System.GetTimestamp();
            attempts.Enqueue(now);
            return attempts.Count >= 100 && Interlocked.CompareExchange(ref told, now, 0) == 0
                ? new SendOutcome.Throttled(rest, "421 4.7.0 slow down")
                : new SendOutcome.Accepted(message.MessageId);
        };

        await SentAsync(await cluster.LaunchAsync(Definition("told", rate: 100), 250), 250);

        Assert.Equal(2, (await Limits(cluster).GetAsync()).Silos.Count);
        var after = attempts.Where(at => at > told).Select(at => TimeProvider.System.GetElapsedTime(told, at)).ToList();
        Assert.DoesNotContain(after, at => at > TimeSpan.FromSeconds(1) && at < rest);
        Assert.Contains(after, at => at > rest);
    }

    [Fact]
    public async Task Throttled_OnOneSilo_AllHearOfItAndTheRateSettles()
    {
        await using var cluster = await StartAsync(
            2, provider: Provider, catalog: new LimitedCatalog(Provider, SendLimits.None), settings: ("BatchSize", "50"));
        var bucket = new Lock();
        var (tokens, filled) = (10.0, TimeProvider.System.GetTimestamp());
        Provider.Answer = message =>
        {
            lock (bucket)
            {
                // Thirty a second, and ten that come late.
                var now = TimeProvider.System.GetTimestamp();
                tokens = Math.Min(10, tokens + (30 * TimeProvider.System.GetElapsedTime(filled, now).TotalSeconds));
                filled = now;
                if (tokens < 1)
                {
                    return new SendOutcome.Throttled(null, "421 4.7.0 too fast");
                }

                tokens--;
            }

            Arrivals.Enqueue((TimeProvider.System.GetTimestamp(), message.To));
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
}
