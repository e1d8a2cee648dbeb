using EmailCampaign.Mail.Providers.Accounts;
using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers;

/// <summary>Finds the accounts among the keyed services; an account is made, and its settings checked, when it is first asked for.</summary>
internal sealed class MailProviderCatalog(IServiceProvider services, IConfiguration configuration) : IMailProviderCatalog
{
    private readonly IReadOnlyList<string> _accounts = [.. AccountSections.Accounts(configuration).Keys];
    private readonly IReadOnlyDictionary<string, IReadOnlyList<RouteLeg>> _routes = RouteSections.Read(configuration);

    public IReadOnlyList<string> Names => [.. _accounts, .. _routes.Keys];

    public IReadOnlyList<string> Configured { get; } = [.. configuration.GetSection(AccountSections.Root).GetChildren().Select(AccountSections.NameOf)];

    public IMailProvider? Find(string name) => services.GetKeyedService<IMailProvider>(name);

    public SendLimits Limits(string account) => services.GetKeyedService<SendLimits>(account) ?? SendLimits.None;

    public IReadOnlyList<RouteLeg> Legs(string name) => _routes.TryGetValue(name, out var legs)
        ? legs
        : _accounts.Contains(name) ? [new RouteLeg(name)] : [];

    public string? Problem(string name)
    {
        if (Legs(name) is not { Count: > 0 } legs)
        {
            return $"There is no mail provider called '{name}'; choose one of: {string.Join(", ", Names)}.";
        }

        return legs.Select(leg => ProblemOf(leg.Account)).FirstOrDefault(static problem => problem is not null);
    }

    private string? ProblemOf(string account)
    {
        try
        {
            return Find(account) is null ? $"There is no mail provider called '{account}'." : null;
        }
        catch (OptionsValidationException exception)
        {
            return string.Join(" ", exception.Failures);
        }
        catch (InvalidOperationException exception)
        {
            // A value that cannot be read (a port that is no number): the binder names the setting.
            return exception.Message;
        }
    }
}
