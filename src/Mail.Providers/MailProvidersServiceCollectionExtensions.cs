using System.Reflection;
using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Providers.Smtp;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers;

/// <summary>Registers the mail providers of a silo.</summary>
public static class MailProvidersServiceCollectionExtensions
{
    private const BindingFlags Settable = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <summary>
    /// Adds the keyed <see cref="IMailProvider"/> services <c>outbox</c> and <c>smtp</c>, and the <see cref="IMailProviderCatalog"/> over them.
    /// </summary>
    /// <param name="configuration">
    /// Root of the settings. <c>Providers:outbox:Path</c> overrides the outbox folder; <c>Providers:smtp:*</c> is validated at start when
    /// <c>Sending:MailProvider</c> is <c>smtp</c>, otherwise when the account is first used.
    /// </param>
    /// <param name="outboxRoot">Where the outbox writes when the settings do not say.</param>
    public static IServiceCollection AddMailProviders(this IServiceCollection services, IConfiguration configuration, string outboxRoot)
    {
        services.TryAddSingleton(TimeProvider.System);

        var outbox = new OutboxOptions { Root = configuration["Providers:outbox:Path"] is { Length: > 0 } path ? path : outboxRoot };
        services.AddKeyedSingleton<IMailProvider>(OutboxProvider.AccountName, (_, _) => new OutboxProvider(outbox));

        services.AddSingleton<IValidateOptions<SmtpOptions>, SmtpOptionsValidator>();
        var section = configuration.GetSection("Providers:smtp");
        var smtp = services.AddOptions<SmtpOptions>().Bind(section);
        foreach (var unknown in section.GetChildren().Where(static setting => typeof(SmtpOptions).GetProperty(setting.Key, Settable) is null))
        {
            // A misspelt host would otherwise be the default one.
            var known = string.Join(", ", typeof(SmtpOptions).GetProperties(Settable).Select(static property => property.Name));
            smtp.Validate(static _ => false, $"There is no setting Providers:smtp:{unknown.Key}; there are: {known}.");
        }

        if (string.Equals(configuration["Sending:MailProvider"], SmtpProvider.AccountName, StringComparison.OrdinalIgnoreCase))
        {
            smtp.ValidateOnStart();
        }

        services.AddKeyedSingleton<IMailProvider>(SmtpProvider.AccountName, static (services, _) =>
        {
            var options = services.GetRequiredService<IOptions<SmtpOptions>>().Value;
            return new SmtpProvider(SmtpProvider.AccountName, options, services.GetRequiredService<TimeProvider>());
        });

        services.AddSingleton<IMailProviderCatalog>(static services
            => new MailProviderCatalog(services, [OutboxProvider.AccountName, SmtpProvider.AccountName]));
        return services;
    }
}
