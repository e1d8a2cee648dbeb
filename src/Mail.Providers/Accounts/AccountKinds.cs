using EmailCampaign.Mail.Providers.Outbox;
using EmailCampaign.Mail.Providers.Ses;
using EmailCampaign.Mail.Providers.Smtp;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>Every kind of account there is.</summary>
internal static class AccountKinds
{
    public static IReadOnlyList<AccountKind> All { get; } =
    [
        new AccountKind<OutboxOptions, OutboxOptionsValidator>(OutboxProvider.AccountName, static (services, account, options)
            => new OutboxProvider(account, options.Path ?? services.GetRequiredService<OutboxRoot>().Path)),
        new AccountKind<SmtpOptions, SmtpOptionsValidator>(SmtpProvider.AccountName, static (services, account, options)
            => new SmtpProvider(account, options, services.GetRequiredService<TimeProvider>())),
        new AccountKind<SesOptions, SesOptionsValidator>(SesProvider.AccountName, static (services, account, options)
            => new SesProvider(account, options, services.GetRequiredService<TimeProvider>())),
    ];

    public static AccountKind? Find(string name)
        => All.FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase));
}
