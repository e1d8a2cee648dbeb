using EmailCampaign.Mail.Providers.Accounts;
using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EmailCampaign.Mail.Providers;

/// <summary>Registers the mail providers of a silo.</summary>
public static class MailProvidersServiceCollectionExtensions
{
    /// <summary>
    /// Adds a keyed <see cref="IMailProvider"/> for each account (one of each kind, and those of <c>Providers:&lt;account&gt;</c> with a
    /// <c>Type</c>), and the <see cref="IMailProviderCatalog"/> over them and the routes.
    /// </summary>
    /// <param name="configuration">
    /// Root of the settings. The accounts behind <c>Sending:MailProvider</c> are checked at start, the others when they are first used.
    /// </param>
    /// <param name="outboxRoot">Where the outbox writes when the settings do not say.</param>
    public static IServiceCollection AddMailProviders(this IServiceCollection services, IConfiguration configuration, string outboxRoot)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(new OutboxRoot(outboxRoot));
        var chosen = configuration["Sending:MailProvider"] ?? "";
        var atStart = RouteSections.Read(configuration).TryGetValue(chosen, out var legs) ? legs.Select(static leg => leg.Account) : [chosen];
        foreach (var (account, kind) in AccountSections.Accounts(configuration))
        {
            kind.Add(
                services, account, configuration.GetSection($"{AccountSections.Root}:{account}"), atStart.Contains(account, StringComparer.OrdinalIgnoreCase));
        }

        services.AddSingleton<IMailProviderCatalog>(services => new MailProviderCatalog(services, configuration));
        return services;
    }
}
