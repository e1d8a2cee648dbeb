using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Silo.Hosting;

/// <summary>What an embedded silo is started for.</summary>
/// <param name="Sends">Whether it drives campaigns and sends mail, or only answers questions about the store.</param>
/// <param name="Configuration">From <see cref="Silo.Configuration.CampaignConfiguration.Build"/>.</param>
public sealed record EmbeddedSiloOptions(bool Sends, IConfiguration Configuration)
{
    /// <summary>Adds or replaces services once everything else is registered; tests put their provider catalog here.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
