using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Hosting;

public static class GrainsSiloBuilderExtensions
{
    /// <summary>
    /// Adds the grains and what they need on each silo. The host adds the storage named <see cref="StorageNames.Default"/>,
    /// reminders (where <see cref="SiloRole.Sends"/>), a <see cref="SiloRole"/>, an <see cref="IMailProviderCatalog"/> and a
    /// <see cref="Prometheus.CollectorRegistry"/>. A bad <c>Sending</c> section stops the host at start.
    /// </summary>
    public static ISiloBuilder AddCampaignGrains(this ISiloBuilder silo)
    {
        silo.Services.AddOptionsWithValidateOnStart<SendingOptions, SendingOptionsValidator>()
            .BindConfiguration(SendingOptions.Section);
        silo.Services.AddSingleton(TimeProvider.System);
        return silo;
    }
}
