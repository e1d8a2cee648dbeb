using System.Collections.Concurrent;
using EmailCampaign.Senders;
using Microsoft.Extensions.Hosting;

namespace EmailCampaign.Quotas;

/// <summary>Keeps the quotas of the accounts that this silo uses in step with the cluster.</summary>
internal sealed class QuotaSync(ProviderLanes lanes, TimeProvider clock, ILogger<QuotaSync> logger) : BackgroundService
{
    /// <summary>How often news are fetched without a reason: a "slow down" is heard everywhere within this time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, Task> _syncing = [];
    private readonly ConcurrentDictionary<string, Task> _asking = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var lane in lanes.All)
            {
                if (lane.Quota is { IsInUse: true } quota && _syncing.GetValueOrDefault(lane.Provider.Name) is null or { IsCompleted: true })
                {
                    _syncing[lane.Provider.Name] = SyncAsync(lane, quota);
                }
            }

            await lanes.NextHurryAsync(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // What was counted and is not used would be missing from the limit until its window rolls.
        await Task.WhenAll(lanes.All.Where(static lane => lane.Quota is { IsInUse: true }).Select(lane => SyncAsync(lane, lane.Quota!, last: true)))
            .WaitAsync(LastPatience, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SyncAsync(ProviderLane lane, AccountQuota quota, bool last = false)
    {
        try
        {
            if (await quota.SyncAsync((CircuitState)lane.CircuitState, lane.Notice, last) && !last)
            {
                // Beside the exchange: the account may take its time, and a "slow down" must not wait for that.
                _asking[lane.Provider.Name] = AskAsync(lane.Provider.Name, quota);
            }
        }
        catch (Exception error)
        {
            // Storage or the quota's silo may be away for a moment; permits are leased by it, so nothing is sent beyond a limit.
            logger.QuotaSilent(lane.Provider.Name, error);
        }
    }

    private async Task AskAsync(string account, AccountQuota quota)
    {
        try
        {
            await quota.AskAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            // Faults are states, so this is a bug; the quota has somebody ask again.
            logger.AccountNotAsked(account, error);
        }
    }
}
