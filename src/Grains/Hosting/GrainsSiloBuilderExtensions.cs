using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Quotas;
using EmailCampaign.Senders;
using EmailCampaign.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Runtime.Placement;

namespace EmailCampaign.Hosting;

public static class GrainsSiloBuilderExtensions
{
    /// <summary>
    /// Adds the grains and what they need on each silo. The host adds the storage named <see cref="StorageNames.Default"/>,
    /// reminders (where <see cref="SiloRole.Sends"/>), a <see cref="SiloRole"/>, a
    /// <see cref="EmailCampaign.Mail.Sending.IMailProviderCatalog"/> and a <see cref="Prometheus.CollectorRegistry"/>.
    /// A bad <c>Sending</c> or <c>Retention</c> section stops the host at start.
    /// </summary>
    public static ISiloBuilder AddCampaignGrains(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddOptionsWithValidateOnStart<SendingOptions, SendingOptionsValidator>()
            .BindConfiguration(SendingOptions.Section);
        services.AddOptionsWithValidateOnStart<RetentionOptions, RetentionOptionsValidator>()
            .BindConfiguration(RetentionOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IClaimIds, RandomClaimIds>();
        services.AddSingleton<CampaignMetrics>();
        services.AddSingleton<CampaignQueues>();
        services.AddSingleton<CampaignContents>();
        services.AddSingleton<CampaignServices>();
        services.AddSingleton<BatchServices>();
        services.AddSingleton<BatchCommits>();
        services.AddSingleton<SendScheduler>();
        services.AddSingleton<SendingDesk>();
        services.AddSingleton<CampaignPaces>();
        services.AddSingleton<ProviderLanes>();
        services.AddSingleton<RejectionWatch>();
        services.AddSingleton<LateOutcomes>();
        services.AddSingleton<ISendingDrain, SendingDrain>();
        services.AddSingleton<CampaignsInWork>();
        services.AddSingleton<ICampaignsInWork>(static provider => provider.GetRequiredService<CampaignsInWork>());
        services.AddSingleton<IQuotaLink, QuotaLink>();
        services.AddHostedService<SiloGauges>();
        services.AddHostedService<QuotaSync>();
        services.AddHostedService<CampaignRecovery>();
        services.AddHostedService<CampaignRetention>();
        services.AddHostedService<StraySweep>();
        services.AddSingleton<IPlacementStrategyResolver, SenderPoolPlacementResolver>();

        // The cache has an entry's room for each grain that it may ever hold, from the start: Orleans' million takes 19 MB, and a silo that works on a
        // hundred campaigns at a time meets a few thousand batches.
        silo.Configure<GrainDirectoryOptions>(static options => options.CacheSize = 20_000);
        services.AddPlacementDirector<RoundRobinPlacement, RoundRobinPlacementDirector>();
        return silo;
    }
}
