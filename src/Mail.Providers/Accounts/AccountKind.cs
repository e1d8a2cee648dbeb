using EmailCampaign.Mail.Sending;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EmailCampaign.Mail.Providers.Accounts;

/// <summary>A kind of account (<c>smtp</c>): which settings it has, and how an account of it is made.</summary>
internal abstract class AccountKind(string name)
{
    /// <summary>As in <c>Providers:&lt;account&gt;:Type</c>; an account of this name is of this kind when its section says nothing.</summary>
    public string Name => name;

    public abstract Type Options { get; }

    /// <summary>Registers the account as the keyed <see cref="IMailProvider"/> of its name.</summary>
    public abstract void Add(IServiceCollection services, string account, IConfigurationSection section, bool checkAtStart);
}
