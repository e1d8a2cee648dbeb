using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <param name="name">The kind's name.</param>
/// <param name="create">Makes the account from its name and its checked settings; called once, when it is first asked for.</param>
internal sealed class AccountKind<TOptions, TValidator>(string name, Func<IServiceProvider, string, TOptions, IMailProvider> create) : AccountKind(name)
    where TOptions : AccountOptions, new()
    where TValidator : class, IValidateOptions<TOptions>
{
    public override Type Options => typeof(TOptions);

    public override void Add(IServiceCollection services, string account, IConfigurationSection section, bool checkAtStart)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, LimitsValidator<TOptions>>());
        var options = services.AddOptions<TOptions>(account).PostConfigure(settings => settings.Account = account);
        var misfits = AccountSections.Misfits(section, typeof(TOptions)).ToList();
        if (misfits.Count == 0)
        {
            options.Bind(section);
        }

        // A misspelt host would otherwise be the default one.
        misfits.ForEach(misfit => options.Validate(static _ => false, misfit));

        if (checkAtStart)
        {
            options.ValidateOnStart();
        }

        services.AddKeyedSingleton(
            account, static (services, key) => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get((string)key!).Limits.ToLimits());
        services.AddKeyedSingleton<IMailProvider>(
            account, (services, _) => create(services, account, services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(account)));
    }
}
