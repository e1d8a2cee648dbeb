using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace EmailCampaign.Mail.Providers;

/// <summary>Finds the accounts among the keyed services; an account is made, and its settings checked, when it is first asked for.</summary>
internal sealed class MailProviderCatalog(IServiceProvider services, IReadOnlyList<string> names) : IMailProviderCatalog
{
    public IReadOnlyList<string> Names => names;

    public IMailProvider? Find(string name) => services.GetKeyedService<IMailProvider>(name);

    public string? Problem(string name)
    {
        try
        {
            return Find(name) is null ? $"There is no mail provider called '{name}'; choose one of: {string.Join(", ", names)}." : null;
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
