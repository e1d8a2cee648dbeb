using EmailCampaign.Campaigns;
using EmailCampaign.Hosting;
using EmailCampaign.Mail.Sending;
using EmailCampaign.Senders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Prometheus;

namespace EmailCampaign.Telemetry;

/// <summary>
/// Gauges that are read when somebody collects, so that none says what was true once: a breaker that nobody tries any more, a campaign that
/// another silo drives now. Accounts that the settings speak of have their series from the start.
/// </summary>
internal sealed class SiloGauges(
    CampaignMetrics metrics, CampaignQueues queues, ProviderLanes lanes, CampaignServices campaigns, IMailProviderCatalog catalog, SiloRole role,
    IOptions<SendingOptions> options, CollectorRegistry registry) : IHostedService
{
    private volatile bool _stopped;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var account in catalog.Configured.Append(options.Value.MailProvider).SelectMany(catalog.Legs).Select(static leg => leg.Account).Distinct())
        {
            metrics.Account(account);
        }

        metrics.SetWorkerLimit(role.Sends ? options.Value.WorkerCount : 0);
        registry.AddBeforeCollectCallback(Read);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // A registry keeps its callbacks for good.
        _stopped = true;
        return Task.CompletedTask;
    }

    private void Read()
    {
        if (_stopped)
        {
            return;
        }

        metrics.SetQueue(queues.Total);
        metrics.SetSilos(campaigns.Silos.Count);
        foreach (var lane in lanes.All)
        {
            var account = metrics.Account(lane.Provider.Name);
            account.SetCircuit(lane.ShownCircuit);
            if (lane.Quota is { IsInUse: true } quota)
            {
                account.SetQuotaUsed(quota.UsedOfHour, quota.UsedOfDay);
            }
            else
            {
                account.ForgetQuotaUsed();
            }
        }
    }
}
