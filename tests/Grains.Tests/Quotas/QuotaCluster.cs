using System.Collections.Concurrent;
using EmailCampaign.Grains.Tests.Cluster;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Quotas;
using static EmailCampaign.Grains.Tests.Cluster.CampaignCluster;

namespace EmailCampaign.Grains.Tests.Quotas;

/// <summary>An account with limits in a real cluster in this process, and when it took each mail.</summary>
public abstract class QuotaCluster
{
    private protected ScriptedProvider Provider { get; } = new();

    private protected ConcurrentQueue<(long At, string To)> Arrivals { get; } = new();

    private protected QuotaCluster() => Provider.Answer = message =>
    {
        Arrivals.Enqueue((TimeProvider.System.GetTimestamp(), message.To));
        return new SendOutcome.Accepted(message.MessageId);
    };

    private protected Task<CampaignCluster> LimitedAsync(SendLimits limits, int silos = 1)
        => StartAsync(silos, provider: Provider, catalog: new LimitedCatalog(Provider, limits));

    private protected IProviderLimitsGrain Limits(CampaignCluster cluster)
        => cluster.Silos.Client.GetGrain<IProviderLimitsGrain>(new QuotaKey(Provider.Name).ToString());

    // Permits that were leased and not used are told of a moment later.
    private protected async Task UsedAsync(CampaignCluster cluster, int mails)
    {
        var seen = (int?)-1;
        for (var tries = 0; seen != mails; tries++)
        {
            Assert.True(tries < 200, $"{seen} mails are counted.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
            seen = (await Limits(cluster).GetAsync()).UsedInDay;
        }
    }

    private protected TimeSpan Elapsed() => TimeProvider.System.GetElapsedTime(Arrivals.First().At, Arrivals.Last().At);

    /// <summary>Most of these times that lie in one second.</summary>
    private protected static int MostInASecond(IEnumerable<DateTimeOffset> times)
    {
        var ordered = times.Order().ToList();
        var (first, most) = (0, 0);
        for (var index = 0; index < ordered.Count; index++)
        {
            for (; ordered[first] <= ordered[index] - TimeSpan.FromSeconds(1); first++)
            {
            }

            most = Math.Max(most, index - first + 1);
        }

        return most;
    }
}
